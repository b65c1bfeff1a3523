package io.nearline.operations.mapping.draft;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people wrote. */
final class TextGuess {

    /** From so many words on, a text is one that people wrote. */
    static final double PROSE_WORDS = 3;

    private static final String BODY = "body";

    /** By the key of a mapping; a text is taken by the first key that names it. */
    private static final Map<String, List<String>> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("article_title", names("article_title link_title article.title"));
        NAMES.put(
                "article_description",
                names("article_description link_description article.description"));
        NAMES.put("media_text", names("media_text alt_text alt media.alt ocr_text transcript"));
        NAMES.put("title", names("title headline subject heading"));
        NAMES.put(
                BODY,
                names(
                        "body full_text text content message post tweet selftext caption"
                                + " description comment"));
    }

    private final SampleProfile sample;
    private final Choices choices;

    /**
     * @param choices those that are made already; texts are added
     */
    TextGuess(SampleProfile sample, Choices choices) {
        this.sample = sample;
        this.choices = choices;
    }

    /** Adds each text that is found; returns how many there are. */
    int addTexts() {
        NAMES.forEach(
                (key, names) ->
                        fullest(names).ifPresent(field -> choices.add(named(key, names, field))));
        if (choices.of(BODY).isEmpty()) {
            longest().ifPresent(field -> choices.add(unnamed(field)));
        }
        return (int) NAMES.keySet().stream().filter(key -> choices.of(key).isPresent()).count();
    }

    /** Of the fields of some names that which most records have; of equals the first name's. */
    private Optional<FieldProfile> fullest(List<String> names) {
        return texts(names).stream()
                .reduce((one, other) -> other.present() > one.present() ? other : one);
    }

    private List<FieldProfile> texts(List<String> names) {
        return sample.all(names, field -> field.isText() && choices.isFree(field));
    }

    private Choice named(String key, List<String> names, FieldProfile field) {
        Choice choice = choices.named(key, field, sample);
        List<String> others =
                texts(names).stream()
                        .filter(other -> other != field && other.words() >= PROSE_WORDS)
                        .map(FieldProfile::path)
                        .toList();
        return others.isEmpty()
                ? choice
                : choice.doubting(
                        "%s may belong to it: a list of paths joins texts"
                                .formatted(String.join(", ", others)));
    }

    private Optional<FieldProfile> longest() {
        return sample.fields().stream()
                .filter(field -> field.isText() && choices.isFree(field))
                .filter(field -> field.words() >= PROSE_WORDS)
                .max(Comparator.comparingDouble(FieldProfile::words));
    }

    private static Choice unnamed(FieldProfile field) {
        return Choice.ofPath(BODY, field)
                .because("its texts are the longest")
                .doubting("it is not named as texts of posts are");
    }

    private static List<String> names(String names) {
        return List.of(names.split(" "));
    }
}
