package io.nearline.sql.search;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;

/** Options of {@code CREATE TABLE ... WITH ('connector' = 'nearline-search', ...)}. */
final class SearchOptions {

    static final ConfigOption<String> URL =
            key("url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Address of the query service, as task managers reach it:"
                                    + " http://HOST:PORT or https://HOST.");

    static final ConfigOption<String> MODEL =
            key("model")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Name of the model whose posts are searched. Unless it is set, the"
                                    + " active one.");

    static final ConfigOption<String> DIGEST =
            key("digest")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Digest of the model that made the queries' vectors; the service"
                                    + " refuses another. Unless it is set, the service is asked"
                                    + " where the statement is planned, and its model holds from"
                                    + " then on.");

    static final ConfigOption<String> TOKEN_FILE =
            key("token-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with the service's access token, on every task manager; without"
                                    + " digest also where the statement is planned.");

    static final ConfigOption<Duration> TIMEOUT =
            key("timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription("Longest time for an answer, further attempts included.");

    static final ConfigOption<HitVectors> HIT_VECTORS =
            key("hit-vectors")
                    .enumType(HitVectors.class)
                    .defaultValue(HitVectors.FETCH)
                    .withDescription(
                            "What the column vector has: fetch, the vector of the post, or null.");

    /** All but {@link #URL}. */
    static final Set<ConfigOption<?>> OPTIONAL =
            Set.of(MODEL, DIGEST, TOKEN_FILE, TIMEOUT, HIT_VECTORS);

    private SearchOptions() {}
}
