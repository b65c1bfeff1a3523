package io.nearline.pipeline.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/** How the job gets to a schema registry. */
public final class RegistryOptions {

    /** Address of the schema registry. */
    public static final ConfigOption<List<String>> URL =
            key("nearline.registry.url")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Address of the schema registry for confluent-avro and \
                            nearline.topics.framed-updates, as Confluent's REST interface \
                            begins there; with ';' between several of one registry. While none \
                            answers, posts wait.\
                            """);

    /** Credentials for the schema registry. */
    public static final ConfigOption<String> CREDENTIALS_FILE =
            key("nearline.registry.credentials-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            File on every task manager with one line, user:password, for basic \
                            authentication at the schema registry. Read for each question, so \
                            it may change while the job runs.\
                            """);

    /** Trust in the schema registry. */
    public static final ConfigOption<String> CA_FILE =
            key("nearline.registry.ca-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            File on every task manager with the certificates, in PEM, by which \
                            the schema registry's is trusted, and no other. By default those \
                            that Java trusts.\
                            """);

    private RegistryOptions() {}
}
