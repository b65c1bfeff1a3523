package io.nearline.pipeline.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nearline.schemas.VectorEncoding;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/** Which vectors are published, and how they are written. */
public final class VectorOptions {

    /** Vector encoding. */
    public static final ConfigOption<VectorEncoding> ENCODING =
            key("nearline.vector.encoding")
                    .enumType(VectorEncoding.class)
                    .defaultValue(VectorEncoding.FLOAT32)
                    .withDescription("How vectors are written in updates.");

    /** Further vectors. */
    public static final ConfigOption<List<String>> OUTPUTS =
            key("nearline.vector.outputs")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            """
                            Outputs of the models that updates carry beside the vector, \
                            by the names that bundles give them, such as short; with ';' \
                            between several. Models without an output of the name carry \
                            none. Consumers must read version 3 of IndexUpdate. After a \
                            change each post is embedded again when it changes next: a \
                            backfill of the same model does not replace what was published \
                            of a revision. Give backfills the same value, or what they merge \
                            has no outputs.\
                            """);

    private VectorOptions() {}
}
