package io.nearline.training.draft;

import io.nearline.training.data.FieldProfile;
import io.nearline.training.data.FileProfile;
import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.DataPlan.Scored;
import io.nearline.training.plan.DataPlan.Single;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Guesses what the fields of a file mean, by what is in them and then by their names. */
final class FieldGuess {
    private static final List<String> TEXTS =
            List.of("text", "body", "content", "message", "post", "sentence", "tweet", "title");
    private static final Set<String> LABELS =
            Set.of(
                    "label",
                    "topic",
                    "category",
                    "class",
                    "tag",
                    "hashtag",
                    "community",
                    "subreddit",
                    "event",
                    "intent",
                    "cluster",
                    "group",
                    "about");

    /** Records fall into groups by them too, which say nothing of what a text is about. */
    private static final Set<String> NO_LABELS =
            Set.of(
                    "lang",
                    "lang_guess",
                    "language",
                    "kind",
                    "split",
                    "source",
                    "platform",
                    "author");

    private static final Set<String> SCORES =
            Set.of("score", "similarity", "relatedness", "closeness", "label", "is_duplicate");

    /** The first of two texts, and the second. */
    private static final List<List<String>> PAIRS =
            List.of(
                    List.of("query", "passage"),
                    List.of("question", "answer"),
                    List.of("anchor", "positive"),
                    List.of("title", "body"),
                    List.of("first", "second"),
                    List.of("sentence1", "sentence2"),
                    List.of("text1", "text2"),
                    List.of("question1", "question2"));

    private static final double HIGHEST_SCORE = 10;

    private final List<FieldProfile> fields;

    FieldGuess(FileProfile file) {
        this.fields = file.fields();
    }

    /** What the fields are, or nothing if none reads like a text. */
    Optional<Fields> fields() {
        return Stream.of(scored(), labelled(FieldGuess::isNamedLabel), known(), twoTexts())
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> labelled(field -> !field.isNumber() && !NO_LABELS.contains(lower(field))))
                .or(() -> texts().stream().findFirst().map(text -> new Single(text.name())));
    }

    private Optional<Fields> scored() {
        List<FieldProfile> texts = texts();
        boolean isLabelled = labels(FieldGuess::isNamedLabel).stream().anyMatch(f -> !f.isNumber());
        if (texts.size() != 2 || isLabelled) {
            return Optional.empty();
        }
        // A question and its answer are a pair whatever flags stand beside them.
        boolean isPair = known().isPresent();
        return fields.stream()
                .filter(field -> field.isNumber() && field.different() > 1 && field.least() >= 0)
                .filter(
                        field ->
                                SCORES.contains(lower(field))
                                        ? field.most() <= HIGHEST_SCORE
                                        : !isPair && field.most() <= 1)
                .findFirst()
                .map(score -> new Scored(first(texts), second(texts), score.name()));
    }

    private Optional<Fields> labelled(Predicate<FieldProfile> wanted) {
        Optional<FieldProfile> label =
                labels(wanted).stream().max(Comparator.comparingInt(FieldProfile::different));
        return texts().stream()
                .findFirst()
                .flatMap(text -> label.map(of -> new Labelled(text.name(), of.name())));
    }

    private Optional<Fields> known() {
        List<String> filled =
                fields.stream()
                        .filter(field -> field.different() > 1 && !field.isNumber())
                        .map(FieldProfile::name)
                        .toList();
        return PAIRS.stream()
                .filter(filled::containsAll)
                .findFirst()
                .map(pair -> new Paired(pair.get(0), pair.get(1)));
    }

    private Optional<Fields> twoTexts() {
        List<FieldProfile> texts = texts();
        return texts.size() == 2
                ? Optional.of(new Paired(first(texts), second(texts)))
                : Optional.empty();
    }

    /** The likeliest first: by name, then by length. */
    private List<FieldProfile> texts() {
        return fields.stream()
                .filter(FieldProfile::isText)
                .sorted(
                        Comparator.comparingInt(FieldGuess::place)
                                .thenComparing(
                                        Comparator.comparingDouble(FieldProfile::words).reversed()))
                .toList();
    }

    private List<FieldProfile> labels(Predicate<FieldProfile> wanted) {
        return fields.stream().filter(FieldProfile::isLabel).filter(wanted).toList();
    }

    private static boolean isNamedLabel(FieldProfile field) {
        return LABELS.contains(lower(field));
    }

    private static int place(FieldProfile text) {
        int place = TEXTS.indexOf(lower(text));
        return place < 0 ? TEXTS.size() : place;
    }

    /** In the file's order. */
    private String first(List<FieldProfile> two) {
        return fields.stream().filter(two::contains).findFirst().orElseThrow().name();
    }

    private String second(List<FieldProfile> two) {
        return fields.stream().filter(two::contains).skip(1).findFirst().orElseThrow().name();
    }

    private static String lower(FieldProfile field) {
        return field.name().toLowerCase(Locale.ROOT);
    }
}
