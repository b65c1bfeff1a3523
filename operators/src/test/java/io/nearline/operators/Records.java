package io.nearline.operators;

import io.nearline.operators.assemble.PostText;
import io.nearline.operators.assemble.TextAssembler;
import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.decode.Post;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.record.NamedModels;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawHeader;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Post events at each step of the flow. */
public final class Records {

    /** The recipe of all tests that do not test recipes. */
    public static final TextRecipe RECIPE = new TextRecipe(TextRecipe.ALL_PARTS, 10_000);

    /** Kafka's timestamp on all of them, milliseconds since the epoch. */
    public static final long TIMESTAMP = 1_700_000_000_000L;

    private Records() {}

    /** The event as Kafka delivers it. */
    public static RawRecord raw(PostEvent event) {
        return raw(AvroCodec.of(PostEvent.class).encode(event));
    }

    /** Any value as Kafka delivers it. */
    public static RawRecord raw(byte[] value) {
        return new RawRecord(
                "posts", 3, 9001L, TIMESTAMP, List.of(), bytes("key"), value, Origin.LIVE);
    }

    /** The same record at another place of its partition. */
    public static RawRecord at(long offset, RawRecord record) {
        return new RawRecord(
                record.topic(),
                record.partition(),
                offset,
                record.timestamp(),
                record.headers(),
                record.key(),
                record.value(),
                record.origin());
    }

    /** The event as a dead letter that somebody publishes again. */
    public static RawRecord replayed(PostEvent event) {
        RawRecord raw = raw(event);
        return new RawRecord(
                raw.topic(),
                raw.partition(),
                raw.offset(),
                raw.timestamp(),
                List.of(new RawHeader(Origin.HEADER, bytes("replay"))),
                raw.key(),
                raw.value(),
                Origin.REPLAY);
    }

    /** The event decoded. */
    public static Post post(PostEvent event) {
        return new PostDecoder().decode(raw(event));
    }

    /** A record with its text. */
    public static PostText text(RawRecord record) {
        return new TextAssembler(RECIPE).assemble(new PostDecoder().decode(record));
    }

    /** The event with its text. */
    public static PostText text(PostEvent event) {
        return new TextAssembler(RECIPE).assemble(post(event));
    }

    /** The replayed event with its text. */
    public static PostText replayedText(PostEvent event) {
        return new TextAssembler(RECIPE).assemble(new PostDecoder().decode(replayed(event)));
    }

    /** As {@link #replayedText}, for the named models only. */
    public static PostText replayedFor(PostEvent event, String... models) {
        RawRecord raw = replayed(event);
        List<RawHeader> headers = new ArrayList<>(raw.headers());
        for (String model : models) {
            headers.add(new RawHeader(NamedModels.HEADER, bytes(model)));
        }
        return text(
                new RawRecord(
                        raw.topic(),
                        raw.partition(),
                        raw.offset(),
                        raw.timestamp(),
                        headers,
                        raw.key(),
                        raw.value(),
                        raw.origin()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
