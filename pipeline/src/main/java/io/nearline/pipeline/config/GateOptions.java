package io.nearline.pipeline.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;

/** How long the two gates remember posts, and wait for vectors. */
public final class GateOptions {

    /** First gate's memory. */
    public static final ConfigOption<Duration> ADMIT_TTL =
            key("nearline.state.admit-ttl")
                    .durationType()
                    .defaultValue(Duration.ofDays(90))
                    .withDescription(
                            """
                            How long the first gate remembers a post after its \
                            last change. A replay older than this may be \
                            embedded again, but is still stopped by the second \
                            gate.\
                            """);

    /** Second gate's memory. */
    public static final ConfigOption<Duration> RECALL_TTL =
            key("nearline.state.recall-ttl")
                    .durationType()
                    .defaultValue(Duration.ofDays(97))
                    .withDescription(
                            """
                            How long the second gate keeps a vector after its \
                            last change. Longer than nearline.state.admit-ttl, \
                            so that an unchanged text always finds its vector.\
                            """);

    /** Deletes that the topic forgets. */
    public static final ConfigOption<Duration> TOMBSTONE_AFTER =
            key("nearline.updates.tombstone-after")
                    .durationType()
                    .defaultValue(Duration.ofDays(30))
                    .withDescription(
                            """
                            How long after a delete its key gets a null value on \
                            the topic of index updates, by which compaction \
                            removes it. Longer than any consumer pauses, and \
                            shorter than nearline.state.recall-ttl: the second \
                            gate must remember the delete for longer than the \
                            topic does. 0: never; the topic keeps one small \
                            record of each deleted post.\
                            """);

    /** Waiting for a vector. */
    public static final ConfigOption<Duration> PENDING_TIMEOUT =
            key("nearline.recall.pending-timeout")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withDescription(
                            """
                            How long an unchanged text waits for a vector that \
                            is still in flight after a restart. Longer than \
                            nearline.embed.timeout.\
                            """);

    private GateOptions() {}
}
