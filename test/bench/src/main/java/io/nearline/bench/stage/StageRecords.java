package io.nearline.bench.stage;

import io.nearline.bench.input.BenchPosts;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.assemble.TextAssembler;
import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.decode.Post;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.ModelOutcome;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.PostOptions;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The posts in the form in which each stage gets them. */
public final class StageRecords {
    private static final String TOPIC = "posts";
    private static final int TOKENS = 50;

    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
    private final PostDecoder decoder = new PostDecoder();
    private final TextAssembler assembler = assembler();
    private final ModelRef model;
    private final float[] vector;

    /**
     * @param model that is to have embedded them
     * @param dimensions length of its vectors
     */
    public StageRecords(ModelRef model, int dimensions) {
        this.model = model;
        this.vector = new float[dimensions];
        Random random = new Random(dimensions);
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian() / (float) Math.sqrt(dimensions);
        }
    }

    /** Assembles as the job does by default. */
    public static TextAssembler assembler() {
        return new TextAssembler(
                new TextRecipe(TextRecipe.ALL_PARTS, PostOptions.TEXT_MAX_CHARS.defaultValue()));
    }

    /** As they come from the topic, under ids that start like this. */
    public List<RawRecord> raw(BenchPosts posts, String ids) {
        List<RawRecord> records = new ArrayList<>();
        for (int i = 0; i < posts.size(); i++) {
            records.add(raw(posts.event(i, ids + i), i));
        }
        return records;
    }

    /** As they leave decoding. */
    public List<Post> decoded(List<RawRecord> records) {
        return records.stream().map(decoder::decode).toList();
    }

    /** As they leave assembling. */
    public List<PostText> assembled(List<Post> posts) {
        return posts.stream().map(assembler::assemble).toList();
    }

    /** A post's text as it leaves assembling. */
    public PostText text(PostEvent event) {
        return assembler.assemble(decoder.decode(raw(event, 0)));
    }

    /** A text with its vector, as the second gate gets it. */
    public EmbeddingOutcome outcome(PostText text) {
        ModelOutcome result =
                new ModelOutcome(
                        ModelTask.of(model, Action.EMBED),
                        vector.clone(),
                        TOKENS,
                        false,
                        text.version().eventTime(),
                        null);
        return new EmbeddingOutcome(
                text.version(), text.contentHash(), text.cut(), List.of(result), null);
    }

    /** A text with its vector, as it is encoded. */
    public EmbeddedPost embedded(PostText text) {
        return new EmbeddedPost(
                text.version(),
                model.name(),
                model.digest(),
                text.contentHash(),
                vector.clone(),
                TOKENS,
                false,
                text.version().eventTime());
    }

    private RawRecord raw(PostEvent event, long offset) {
        return new RawRecord(
                TOPIC,
                0,
                offset,
                event.getEventTime().toEpochMilli(),
                List.of(),
                event.getPostId().getBytes(StandardCharsets.UTF_8),
                codec.encode(event),
                Origin.LIVE);
    }
}
