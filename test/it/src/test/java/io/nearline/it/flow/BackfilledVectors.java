package io.nearline.it.flow;

import io.nearline.embedding.ModelId;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.assemble.TextAssembler;
import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.encode.UpdateEncoder;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.PostRevision;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.PostOptions;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.FakeVectors;
import java.util.List;

/** What a backfill with a fake model writes, without the backfill. */
final class BackfilledVectors {

    private static final TextRecipe RECIPE =
            new TextRecipe(TextRecipe.ALL_PARTS, PostOptions.TEXT_MAX_CHARS.defaultValue());

    private BackfilledVectors() {}

    /** The record of a post with a text. */
    static EncodedRecord of(PostEvent event, ModelId model, Backfill backfill) {
        PostText post = new TextAssembler(RECIPE).assemble(new PostDecoder().decode(raw(event)));
        EmbeddedPost embedded =
                new EmbeddedPost(
                        of(post.version(), backfill),
                        model.name(),
                        model.digest(),
                        post.contentHash(),
                        FakeVectors.of(post.text(), FakeEmbedder.DIMENSIONS),
                        3,
                        false,
                        backfill.asOf());
        return new UpdateEncoder(VectorEncoding.FLOAT32).encode(embedded);
    }

    private static RawRecord raw(PostEvent event) {
        byte[] value = AvroCodec.of(PostEvent.class).encode(event);
        return new RawRecord("", 0, 0, 0, List.of(), null, value, Origin.LIVE);
    }

    private static PostRevision of(PostRevision read, Backfill backfill) {
        return new PostRevision(
                read.postId(),
                read.revision(),
                read.change(),
                Origin.BACKFILL,
                read.eventTime(),
                read.language(),
                read.attributes(),
                read.record(),
                backfill);
    }
}
