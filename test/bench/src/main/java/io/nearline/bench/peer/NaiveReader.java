package io.nearline.bench.peer;

import io.nearline.operators.assemble.TextAssembler;
import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.decode.Post;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.PostOptions;
import java.util.List;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;

/** Reads posts in the source itself. */
final class NaiveReader extends AbstractDeserializationSchema<NaivePost> {
    private static final long serialVersionUID = 1L;

    private transient PostDecoder decoder;
    private transient TextAssembler assembler;

    @Override
    public void open(InitializationContext context) {
        decoder = new PostDecoder();
        assembler =
                new TextAssembler(
                        new TextRecipe(
                                TextRecipe.ALL_PARTS, PostOptions.TEXT_MAX_CHARS.defaultValue()));
    }

    @Override
    public NaivePost deserialize(byte[] value) {
        Post post = decoder.decode(new RawRecord("", 0, 0, 0, List.of(), null, value, Origin.LIVE));
        return new NaivePost(post.version().postId(), assembler.assemble(post).text());
    }
}
