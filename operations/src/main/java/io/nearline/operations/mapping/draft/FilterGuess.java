package io.nearline.operations.mapping.draft;

import io.nearline.operators.mapping.SourceValue;
import io.nearline.operators.mapping.SourceValue.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What posts are filtered by: author, language, hashtags, attributes. */
final class FilterGuess {

    private static final List<String> AUTHORS =
            List.of(
                    ("author author_id author.id user.id user_id account.id account_id username"
                                    + " user handle screen_name did")
                            .split(" "));
    private static final List<String> LANGUAGES =
            List.of("lang language locale lang_code language_code lang_guess".split(" "));
    private static final List<String> HASHTAGS = List.of("hashtags", "tags", "hashtag");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*");
    private static final Pattern SIGN =
            Pattern.compile("(^|\\s)#\\w", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int MOST_DIFFERENT = 50;
    private static final int MOST_ATTRIBUTES = 8;

    private final SampleProfile sample;
    private final Choices choices;

    /**
     * @param choices those that are made already, texts among them; filters are added
     */
    FilterGuess(SampleProfile sample, Choices choices) {
        this.sample = sample;
        this.choices = choices;
    }

    void addFilters() {
        sample.named(AUTHORS, field -> choices.isFree(field) && isOneName(field))
                .ifPresent(field -> choices.add(choices.named("author", field, sample)));
        sample.named(
                        LANGUAGES,
                        field -> choices.isFree(field) && field.all(FilterGuess::isLanguage))
                .ifPresent(field -> choices.add(choices.named("lang", field, sample)));
        listedHashtags().or(this::hashtagsInBody).ifPresent(choices::add);
        attributes().ifPresent(choices::add);
    }

    private static boolean isOneName(FieldProfile field) {
        return !field.isMany() && field.isName();
    }

    private static boolean isLanguage(SourceValue value) {
        return value instanceof Text text && LANGUAGE.matcher(text.value()).matches();
    }

    private Optional<Choice> listedHashtags() {
        return sample.named(HASHTAGS, field -> choices.isFree(field) && field.isText())
                .map(field -> choices.named("hashtags", field, sample));
    }

    private Optional<Choice> hashtagsInBody() {
        List<String> body = choices.of("body").map(Choice::paths).orElse(List.of());
        return sample.fields().stream()
                .filter(field -> body.contains(field.path()) && holdsSigns(field))
                .findFirst()
                .map(
                        field ->
                                Choice.of(
                                                "hashtags",
                                                "{in: %s, pattern: '#(\\w+)'}"
                                                        .formatted(Yaml.word(field.path())),
                                                List.of(field.path()))
                                        .because("texts hold words behind a #"));
    }

    private static boolean holdsSigns(FieldProfile field) {
        return field.texts().orElse(List.of()).stream().anyMatch(text -> SIGN.matcher(text).find());
    }

    private Optional<Choice> attributes() {
        List<String> names = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        for (FieldProfile field : sample.fields()) {
            String name = field.path().replace("[]", "").replaceAll("[^A-Za-z0-9]+", "_");
            if (isAttribute(field) && !names.contains(name) && names.size() < MOST_ATTRIBUTES) {
                names.add(name);
                paths.add(field.path());
                entries.add("%s: %s".formatted(Yaml.word(name), Yaml.word(field.path())));
            }
        }
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Choice.of("attributes", "{%s}".formatted(String.join(", ", entries)), paths)
                                .because("few different values, each in several records")
                                .doubting("keep what searches filter by"));
    }

    private boolean isAttribute(FieldProfile field) {
        return choices.isFree(field)
                && field.isScalar()
                && field.words() <= TextGuess.PROSE_WORDS
                && field.different() <= MOST_DIFFERENT
                && field.different() < field.present()
                && TimeGuess.of(field).isEmpty();
    }
}
