package io.nearline.operators.merge;

import io.nearline.operators.Records;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.encode.UpdateEncoder;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.PostRevision;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.FakeVectors;

/** What a backfill makes of a post, without the backfill. */
public final class Backfilled {

    private Backfilled() {}

    /** The record on the topic that backfills write to. */
    public static RawRecord raw(PostEvent event, ModelRef model, Backfill backfill) {
        return raw(Records.text(event), model, backfill);
    }

    /** The record of a post whose text was assembled by any recipe. */
    public static RawRecord raw(PostText post, ModelRef model, Backfill backfill) {
        byte[] value =
                new UpdateEncoder(VectorEncoding.FLOAT32)
                        .encode(embedded(post, model, backfill))
                        .value();
        RawRecord raw = Records.raw(value);
        return new RawRecord(
                "backfill-updates",
                raw.partition(),
                raw.offset(),
                raw.timestamp(),
                raw.headers(),
                raw.key(),
                value,
                Origin.BACKFILL);
    }

    /** The record as it reaches the first gate. */
    public static Arrival arrival(PostEvent event, ModelRef model, Backfill backfill) {
        return new BackfillDecoder(VectorEncoding.FLOAT32).decode(raw(event, model, backfill));
    }

    private static EmbeddedPost embedded(PostText post, ModelRef model, Backfill backfill) {
        PostRevision read = post.version();
        PostRevision version =
                new PostRevision(
                        read.postId(),
                        read.revision(),
                        read.change(),
                        Origin.BACKFILL,
                        read.eventTime(),
                        read.language(),
                        read.attributes(),
                        read.record(),
                        backfill);
        return new EmbeddedPost(
                version,
                model.name(),
                model.digest(),
                post.contentHash(),
                FakeVectors.of(post.text(), FakeEmbedder.DIMENSIONS),
                3,
                false,
                1);
    }
}
