package io.nearline.pipeline.config;

import static io.nearline.pipeline.config.OptionReader.presumed;

import io.nearline.operators.recall.RecallTimes;
import io.nearline.operators.retry.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** Reads the options of the live job and collects every problem before it complains. */
final class ConfigReader {

    /** More would be hours apart, and a person should have looked by then. */
    private static final int MOST_ATTEMPTS = 20;

    private static final List<ConfigOption<String>> TOPICS =
            List.of(
                    TopicOptions.POSTS,
                    TopicOptions.INDEX_UPDATES,
                    TopicOptions.BACKFILL_UPDATES,
                    TopicOptions.INDEX_CONTROL,
                    TopicOptions.DEAD_LETTERS);

    private final OptionReader options;
    private final SharedSections shared;

    ConfigReader(Configuration configuration) {
        this.options = new OptionReader(configuration);
        this.shared = new SharedSections(options);
    }

    JobConfig read() {
        options.rejectUnknownKeys();
        KafkaSettings kafka = shared.kafka();
        ServingSettings models = models();
        FlowSettings flow = flow();
        MergeSettings merge = merge();
        FramedUpdates framed = framed();
        options.throwIfAnyProblem();
        return new JobConfig(kafka, models, flow, merge, framed);
    }

    private @Nullable FramedUpdates framed() {
        if (!options.isSet(TopicOptions.FRAMED_UPDATES)) {
            return null;
        }
        String topic =
                options.required(
                        TopicOptions.FRAMED_UPDATES, "name a topic, or leave the option out");
        options.check(
                TopicOptions.FRAMED_UPDATES,
                topic,
                name -> TOPICS.stream().noneMatch(other -> name.equals(options.find(other))),
                "name a topic that the job uses for nothing else");
        return new FramedUpdates(presumed(topic), new RegistrySection(options).access());
    }

    private MergeSettings merge() {
        Integer rate = options.positive(MergeOptions.RATE);
        Duration liveWait = options.positiveDuration(MergeOptions.LIVE_WAIT);
        return new MergeSettings(rate == null ? 0 : rate, liveWait);
    }

    private ServingSettings models() {
        String directory =
                presumed(
                        options.required(
                                ModelOptions.DIRECTORY, "set it to the directory of the bundles"));
        List<String> names =
                options.required(ModelOptions.SERVED, "name at least one bundle directory");
        options.check(
                ModelOptions.SERVED,
                names,
                found -> Set.copyOf(found).size() == found.size(),
                "name each bundle once");
        return new ServingSettings(
                directory,
                presumed(names),
                options.find(ModelOptions.CACHE),
                shared.mostBundleBytes(),
                options.positiveDuration(ModelOptions.STAGE_TIMEOUT),
                shared.engine(options.positive(EmbedOptions.CAPACITY)));
    }

    private FlowSettings flow() {
        Duration admitTtl = options.positiveDuration(GateOptions.ADMIT_TTL);
        Duration recallTtl = options.positiveDuration(GateOptions.RECALL_TTL);
        Duration embedTimeout = options.positiveDuration(EmbedOptions.TIMEOUT);
        Duration pendingTimeout = options.positiveDuration(GateOptions.PENDING_TIMEOUT);
        options.longer(GateOptions.RECALL_TTL, recallTtl, GateOptions.ADMIT_TTL, admitTtl);
        Duration tombstoneAfter = tombstoneAfter(recallTtl);
        options.longer(
                GateOptions.PENDING_TIMEOUT, pendingTimeout, EmbedOptions.TIMEOUT, embedTimeout);
        Integer capacity = options.find(EmbedOptions.CAPACITY);
        return new FlowSettings(
                shared.postFormat(),
                shared.maxRevision(),
                shared.recipe(),
                admitTtl,
                capacity == null ? 0 : capacity,
                shared.bytesInFlight(),
                embedTimeout,
                new RecallTimes(recallTtl, pendingTimeout, tombstoneAfter),
                shared.vectorEncoding(),
                retry(admitTtl));
    }

    /** What the topic forgets, the second gate must still know: nothing older may come back. */
    private Duration tombstoneAfter(@Nullable Duration recallTtl) {
        Duration found = options.value(GateOptions.TOMBSTONE_AFTER);
        options.check(
                GateOptions.TOMBSTONE_AFTER,
                found,
                after -> !after.isNegative(),
                "use a duration, such as 30 d, or 0 to write no tombstones");
        options.check(
                GateOptions.TOMBSTONE_AFTER,
                found,
                after -> recallTtl == null || after.compareTo(recallTtl) < 0,
                "make it shorter than %s, which is %s, or 0 to write no tombstones"
                        .formatted(GateOptions.RECALL_TTL.key(), recallTtl));
        return found;
    }

    private RetryPolicy retry(Duration memory) {
        Integer attempts = options.find(RetryOptions.ATTEMPTS);
        options.check(
                RetryOptions.ATTEMPTS,
                attempts,
                count -> count >= 0 && count <= MOST_ATTEMPTS,
                "use 0 for none, or up to " + MOST_ATTEMPTS);
        Duration delay = options.positiveDuration(RetryOptions.DELAY);
        Integer rate = options.positive(RetryOptions.RATE);
        return new RetryPolicy(
                attempts == null ? 0 : attempts, delay, rate == null ? 0 : rate, memory);
    }
}
