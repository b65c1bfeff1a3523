package io.nearline.pipeline.config;

import static io.nearline.pipeline.config.OptionReader.presumed;

import io.nearline.operators.backfill.PostSubset;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.mapping.InvalidMappingException;
import io.nearline.operators.mapping.MappingFile;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** Reads the options of a backfill and collects every problem before it complains. */
final class BackfillConfigReader {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Set<BackfillSource> NEED_A_MAPPING =
            Set.of(BackfillSource.JSONL, BackfillSource.CSV);
    private static final String INSTANT = "use a time in UTC such as 2026-03-01T00:00:00Z";

    private final OptionReader options;
    private final SharedSections shared;

    BackfillConfigReader(Configuration configuration) {
        this.options = new OptionReader(configuration);
        this.shared = new SharedSections(options);
    }

    BackfillConfig read() {
        options.rejectUnknownKeys();
        String id = id();
        KafkaSettings kafka = shared.kafka();
        BackfillInput input = input(kafka.postsTopic());
        Instant asOf = requiredInstant(BackfillOptions.AS_OF);
        PostSubset subset = subset();
        BackfillConfig.Embedding embedding = embedding();
        BackfillConfig.Model model = model(embedding.capacity());
        BackfillConfig.Pace pace = pace();
        BackfillConfig.Reporting reporting = reporting();
        options.throwIfAnyProblem();
        return new BackfillConfig(
                id, input, asOf, subset, kafka.ownedBy(id), model, embedding, pace, reporting);
    }

    private String id() {
        String id = options.required(BackfillOptions.ID, "give the backfill a name of its own");
        options.check(
                BackfillOptions.ID,
                id,
                found -> found.isBlank() || ID.matcher(found).matches(),
                "use up to 64 letters, digits, dots, hyphens and underscores");
        return presumed(id);
    }

    private BackfillInput input(String topic) {
        BackfillSource source = options.find(BackfillOptions.SOURCE);
        if (source == null) {
            return presumed(null);
        }
        Optional<String> mapping = mapping(source);
        return source == BackfillSource.KAFKA
                ? new BackfillInput.TopicRange(topic, offsets())
                : new BackfillInput.FileSet(
                        source,
                        presumed(
                                options.required(
                                        BackfillOptions.FILES,
                                        "name at least one file or directory, or set %s to kafka"
                                                .formatted(BackfillOptions.SOURCE.key()))),
                        mapping);
    }

    private Optional<String> mapping(BackfillSource source) {
        Optional<String> mapping = Optional.ofNullable(options.find(BackfillOptions.MAPPING));
        if (mapping.isEmpty()) {
            options.check(
                    BackfillOptions.SOURCE,
                    source,
                    found -> !NEED_A_MAPPING.contains(found),
                    "set %s to the text of a mapping file, or give files of posts as avro or parquet"
                            .formatted(BackfillOptions.MAPPING.key()));
            return mapping;
        }
        options.check(
                BackfillOptions.SOURCE,
                source,
                found -> found != BackfillSource.KAFKA,
                "a mapping is for files: set it to jsonl, csv, avro or parquet, or leave out %s"
                        .formatted(BackfillOptions.MAPPING.key()));
        try {
            MappingFile.parse(BackfillOptions.MAPPING.key(), mapping.get());
        } catch (InvalidMappingException wrong) {
            options.problem(String.valueOf(wrong.getMessage()));
        }
        return mapping;
    }

    private OffsetRanges offsets() {
        String text =
                options.required(
                        BackfillOptions.OFFSETS,
                        "set it to partition:start-end of each partition, such as 0:10-500,1:0-20");
        if (text == null || text.isBlank()) {
            return presumed(null);
        }
        try {
            return OffsetRanges.parse(text);
        } catch (IllegalArgumentException unreadable) {
            options.problem(BackfillOptions.OFFSETS, text, String.valueOf(unreadable.getMessage()));
            return presumed(null);
        }
    }

    private PostSubset subset() {
        Instant from = instant(BackfillOptions.SUBSET_FROM);
        Instant to = instant(BackfillOptions.SUBSET_TO);
        if (from != null && to != null && !from.isBefore(to)) {
            options.problem(
                    BackfillOptions.SUBSET_TO,
                    to,
                    "make it later than %s, which is %s"
                            .formatted(BackfillOptions.SUBSET_FROM.key(), from));
        }
        return new PostSubset(
                from,
                to,
                values(BackfillOptions.SUBSET_POST_IDS),
                values(BackfillOptions.SUBSET_LANGUAGES),
                values(BackfillOptions.SUBSET_AUTHORS));
    }

    private Set<String> values(ConfigOption<List<String>> option) {
        List<String> found = options.find(option);
        return found == null ? Set.of() : new HashSet<>(found);
    }

    private BackfillConfig.Embedding embedding() {
        Integer capacity =
                options.isSet(EmbedOptions.CAPACITY)
                        ? options.positive(EmbedOptions.CAPACITY)
                        : null;
        return new BackfillConfig.Embedding(
                postFormat(),
                shared.maxRevision(),
                shared.recipe(),
                capacity == null ? defaultCapacity() : capacity,
                shared.bytesInFlight(),
                options.positiveDuration(EmbedOptions.TIMEOUT),
                shared.vectorEncoding());
    }

    /** Files are read by their own columns, and handed on in Nearline's format. */
    private PostFormat postFormat() {
        return options.find(BackfillOptions.SOURCE) == BackfillSource.KAFKA
                ? shared.postFormat()
                : PostFormat.NEARLINE;
    }

    private int defaultCapacity() {
        return isGuarded() ? BackfillOptions.CAPACITY : BackfillOptions.CAPACITY_UNGUARDED;
    }

    private boolean isGuarded() {
        return Boolean.TRUE.equals(options.find(BackfillOptions.GUARD_ENABLED));
    }

    private BackfillConfig.Model model(int capacity) {
        String bundle =
                presumed(
                        options.required(
                                BackfillOptions.BUNDLE,
                                "set it to the directory or URI of a model bundle"));
        return new BackfillConfig.Model(
                bundle,
                options.find(ModelOptions.CACHE),
                shared.mostBundleBytes(),
                shared.engine(capacity));
    }

    private BackfillConfig.Pace pace() {
        Double cap = options.find(BackfillOptions.RATE);
        options.check(
                BackfillOptions.RATE,
                cap,
                found -> found >= 1 && !found.isInfinite(),
                "use 1 or more, or leave it out for no cap");
        return new BackfillConfig.Pace(
                cap == null ? Double.POSITIVE_INFINITY : cap,
                isGuarded(),
                options.positiveDuration(BackfillOptions.GUARD_FRESHNESS_BOUND));
    }

    private BackfillConfig.Reporting reporting() {
        Duration interval = options.positiveDuration(BackfillOptions.REPORT_INTERVAL);
        return new BackfillConfig.Reporting(
                interval,
                instant(BackfillOptions.STARTED_AT),
                options.find(BackfillOptions.REST_URL));
    }

    private Instant requiredInstant(ConfigOption<String> option) {
        String text = options.required(option, INSTANT);
        return presumed(text == null || text.isBlank() ? null : instant(option));
    }

    private @Nullable Instant instant(ConfigOption<String> option) {
        return Optional.ofNullable(options.find(option))
                .map(text -> parsed(option, text))
                .orElse(null);
    }

    private @Nullable Instant parsed(ConfigOption<String> option, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException unreadable) {
            options.problem(option, text, INSTANT);
            return null;
        }
    }
}
