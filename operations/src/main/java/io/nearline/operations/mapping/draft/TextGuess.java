package io.nearline.operations.mapping.draft;

import io.nearline.operators.mapping.SourceValue;
import io.nearline.operators.mapping.SourceValue.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What people wrote, who wrote it, in which language, and what it may be filtered by. */
final class TextGuess {

    /** By the key of a mapping; a text is taken by the first key that names it. */
    private static final Map<String, List<String>> TEXTS = new LinkedHashMap<>();

    static {
        TEXTS.put("article_title", List.of("article_title", "link_title", "article.title"));
        TEXTS.put(
                "article_description",
                List.of("article_description", "link_description", "article.description"));
        TEXTS.put(
                "media_text",
                List.of("media_text", "alt_text", "alt", "media.alt", "ocr_text", "transcript"));
        TEXTS.put("title", List.of("title", "headline", "subject", "heading"));
        TEXTS.put(
                "body",
                List.of(
                        "body",
                        "full_text",
                        "text",
                        "content",
                        "message",
                        "post",
                        "tweet",
                        "selftext",
                        "caption",
                        "description",
                        "comment"));
    }

    private static final List<String> AUTHORS =
            List.of(
                    "author",
                    "author_id",
                    "author.id",
                    "user.id",
                    "user_id",
                    "account.id",
                    "account_id",
                    "username",
                    "user",
                    "handle",
                    "screen_name",
                    "did");
    private static final List<String> LANGUAGES =
            List.of("lang", "language", "locale", "lang_code", "language_code", "lang_guess");
    private static final List<String> HASHTAGS = List.of("hashtags", "tags", "hashtag");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*");
    private static final Pattern SIGN =
            Pattern.compile("(^|\\s)#\\w", Pattern.UNICODE_CHARACTER_CLASS);
    private static final double PROSE_WORDS = 3;
    private static final int MOST_DIFFERENT = 50;
    private static final int MOST_ATTRIBUTES = 8;

    private final SampleProfile sample;
    private final Set<String> taken = new LinkedHashSet<>();
    private final List<Choice> choices = new ArrayList<>();

    /**
     * @param taken paths that other keys name
     */
    TextGuess(SampleProfile sample, Set<String> taken) {
        this.sample = sample;
        this.taken.addAll(taken);
    }

    /** Whether there is a text to embed; {@link #choices} has it then. */
    boolean findTexts() {
        TEXTS.forEach((key, names) -> fullest(names).ifPresent(field -> take(key, field)));
        boolean named = choices.stream().anyMatch(choice -> choice.key().equals("body"));
        if (!named) {
            longest().ifPresent(this::takeAsBody);
        }
        return !choices.isEmpty();
    }

    /** Of the fields of some names that which most records have; of equals the first name's. */
    private Optional<FieldProfile> fullest(List<String> names) {
        return sample.all(names, field -> isFree(field) && field.isText()).stream()
                .reduce((one, other) -> other.present() > one.present() ? other : one);
    }

    /** Every key that was found, texts first. */
    List<Choice> choices() {
        sample.named(AUTHORS, field -> isFree(field) && !field.isMany() && field.isName())
                .ifPresent(field -> take("author", field));
        sample.named(LANGUAGES, field -> isFree(field) && isLanguage(field))
                .ifPresent(field -> take("lang", field));
        addHashtags();
        addAttributes();
        return List.copyOf(choices);
    }

    private void addHashtags() {
        Optional<FieldProfile> listed =
                sample.named(HASHTAGS, field -> isFree(field) && field.isText());
        if (listed.isPresent()) {
            take("hashtags", listed.get());
            return;
        }
        sample.fields().stream()
                .filter(field -> choices.stream().anyMatch(choice -> isBodyFrom(choice, field)))
                .filter(TextGuess::holdsSigns)
                .findFirst()
                .ifPresent(
                        field ->
                                choices.add(
                                        Choice.of(
                                                        "hashtags",
                                                        "{in: %s, pattern: '#(\\w+)'}"
                                                                .formatted(Yaml.word(field.path())),
                                                        List.of(field.path()))
                                                .because("texts hold words behind a #")));
    }

    private static boolean isBodyFrom(Choice choice, FieldProfile field) {
        return choice.key().equals("body") && choice.paths().contains(field.path());
    }

    private static boolean holdsSigns(FieldProfile field) {
        return field.texts().orElse(List.of()).stream().anyMatch(text -> SIGN.matcher(text).find());
    }

    private void addAttributes() {
        List<String> names = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        List<String> entries = new ArrayList<>();
        for (FieldProfile field : sample.fields()) {
            String name = field.path().replaceAll("\\[]", "").replaceAll("[^A-Za-z0-9]+", "_");
            boolean fits =
                    isFree(field)
                            && field.isScalar()
                            && field.words() <= PROSE_WORDS
                            && field.different() <= MOST_DIFFERENT
                            && field.different() < field.present()
                            && TimeGuess.of(field).isEmpty();
            if (fits && !names.contains(name) && entries.size() < MOST_ATTRIBUTES) {
                names.add(name);
                paths.add(field.path());
                entries.add("%s: %s".formatted(Yaml.word(name), Yaml.word(field.path())));
            }
        }
        if (!entries.isEmpty()) {
            choices.add(
                    Choice.of("attributes", "{%s}".formatted(String.join(", ", entries)), paths)
                            .because("few different values, each in several records")
                            .doubting("keep what searches filter by"));
        }
    }

    private Optional<FieldProfile> longest() {
        return sample.fields().stream()
                .filter(field -> isFree(field) && field.isText() && field.words() >= PROSE_WORDS)
                .max(Comparator.comparingDouble(FieldProfile::words));
    }

    private void takeAsBody(FieldProfile field) {
        taken.add(field.path());
        choices.add(
                Choice.ofPath("body", field)
                        .because("its texts are the longest")
                        .doubting("it is not named as texts of posts are"));
    }

    private void take(String key, FieldProfile field) {
        taken.add(field.path());
        Choice choice =
                Choice.ofPath(key, field)
                        .because(
                                "%d of %d records have it, and its name says so"
                                        .formatted(field.present(), sample.records()));
        List<String> others =
                sample.all(TEXTS.getOrDefault(key, List.of()), this::isFree).stream()
                        .filter(other -> other.isText() && other.words() >= PROSE_WORDS)
                        .map(FieldProfile::path)
                        .toList();
        choices.add(
                others.isEmpty()
                        ? choice
                        : choice.doubting(
                                "%s may belong to it: a list of paths joins texts"
                                        .formatted(String.join(", ", others))));
    }

    private boolean isFree(FieldProfile field) {
        return !taken.contains(field.path());
    }

    private static boolean isLanguage(FieldProfile field) {
        return field.all(TextGuess::isLanguage);
    }

    private static boolean isLanguage(SourceValue value) {
        return value instanceof Text text && LANGUAGE.matcher(text.value()).matches();
    }
}
