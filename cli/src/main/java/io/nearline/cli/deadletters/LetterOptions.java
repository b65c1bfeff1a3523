package io.nearline.cli.deadletters;

import io.nearline.cli.terminal.CommandException;
import io.nearline.operations.deadletters.LetterFilter;
import io.nearline.operations.deadletters.LetterPlace;
import io.nearline.operations.deadletters.LetterTopic;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.topics.cluster.Cluster;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which dead letters are meant. */
final class LetterOptions {

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    private final Clock clock = Clock.systemUTC();

    @Mixin private LetterTopicOption topic;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description =
                    "Only what this stage gave up: ${COMPLETION-CANDIDATES}; may be given again.")
    private List<DeadLetterStage> stages = new ArrayList<>();

    @Option(
            names = "--reason",
            paramLabel = "CLASS",
            description = "Only this reason, such as EmbeddingTimedOut; may be given again.")
    private List<String> reasons = new ArrayList<>();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description =
                    "Only what failed for this model, or for all of them; may be given again.")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--post-id",
            paramLabel = "ID",
            description = "Only records with this key; may be given again.")
    private List<String> postIds = new ArrayList<>();

    @Option(
            names = "--at",
            paramLabel = "PARTITION:OFFSET",
            split = ",",
            splitSynopsisLabel = ",",
            description = "Only the letters at these places, as \"list\" names them.")
    private List<String> places = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Only what failed at this time or later: 2026-03-01T00:00:00Z, or 90s, 30m, 2h,"
                            + " 7d ago.")
    private String since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            description = "Only what failed before this time, in the same forms.")
    private String until;

    LetterFilter filter() {
        return new LetterFilter(
                Set.copyOf(stages),
                Set.copyOf(reasons),
                Set.copyOf(models),
                Set.copyOf(postIds),
                parsePlaces(),
                time("--since", since),
                time("--until", until));
    }

    LetterTopic topic(Cluster cluster) {
        return topic.open(cluster);
    }

    /** Says how many records were passed over, if any: what one looks for may be among them. */
    static void reportUnreadable(long count, LetterTopic topic, PrintWriter err) {
        if (count > 0) {
            err.println(
                    "nearline: warning: passed over %d records of %s that are no dead letters"
                            .formatted(count, topic.name()));
        }
    }

    private Set<LetterPlace> parsePlaces() {
        Set<LetterPlace> parsed = new TreeSet<>();
        for (String place : places) {
            parsed.add(parsePlace("--at", place));
        }
        return parsed;
    }

    static LetterPlace parsePlace(String option, String text) {
        return LetterPlace.parse(text)
                .orElseThrow(
                        () ->
                                new CommandException(
                                        "%s: '%s' is not partition:offset, such as 0:17"
                                                .formatted(option, text)));
    }

    private @Nullable Instant time(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return clock.instant().minus(duration(Long.parseLong(ago.group(1)), ago.group(2)));
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new CommandException(
                    "%s: '%s' is no time; give one such as 2026-03-01T00:00:00Z, or 90s, 30m, 2h, 7d"
                            .formatted(option, text));
        }
    }

    private static Duration duration(long count, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
