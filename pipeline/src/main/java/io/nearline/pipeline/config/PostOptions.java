package io.nearline.pipeline.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nearline.operators.assemble.TextPart;
import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.decode.PostContract;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/** Which revisions of a post are taken, and what of it is its text. */
public final class PostOptions {

    /** Highest revision. */
    public static final ConfigOption<Long> MAX_REVISION =
            key("nearline.posts.max-revision")
                    .longType()
                    .defaultValue(PostContract.MAX_REVISION)
                    .withDescription(
                            """
                            Highest revision that is taken; a higher one is a \
                            dead letter. One revision far too high, a time for a \
                            version say, would make all later revisions of its \
                            post stale. Set it to more than the source will ever \
                            send. A backfill needs the same value.\
                            """);

    /** Parts of the text. */
    public static final ConfigOption<List<TextPart>> TEXT_PARTS =
            key("nearline.text.parts")
                    .enumType(TextPart.class)
                    .asList()
                    .defaultValues(TextRecipe.ALL_PARTS.toArray(TextPart[]::new))
                    .withDescription(
                            """
                            Parts of a post that make its text, in this order. A \
                            change makes every post that comes by be embedded \
                            again.\
                            """);

    /** Longest text. */
    public static final ConfigOption<Integer> TEXT_MAX_CHARS =
            key("nearline.text.max-chars")
                    .intType()
                    .defaultValue(32_768)
                    .withDescription(
                            """
                            Longest text that is tokenised, UTF-16 units; the \
                            rest is cut and the update marked truncated. A model \
                            with a window of 512 tokens never needs more.\
                            """);

    private PostOptions() {}
}
