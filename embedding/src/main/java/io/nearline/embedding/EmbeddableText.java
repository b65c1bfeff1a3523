package io.nearline.embedding;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A text on its way into one or more models. It remembers what was derived from it (its tokens), so
 * that models whose tokenizers agree share the work: hand the same instance to each of them. Safe
 * for use by many threads.
 */
public final class EmbeddableText {

    /** What the text is for: some models expect a different prefix on each side of a search. */
    public enum Role {
        /** Something to be found: posts, documents. */
        PASSAGE,
        /** Something to find with. */
        QUERY,
        /** Somebody whom to find something for, told in words. */
        MEMBER
    }

    private final String text;
    private final Role role;
    private final Map<String, Object> derived = new ConcurrentHashMap<>(2);

    private EmbeddableText(String text, Role role) {
        this.text = Objects.requireNonNull(text, "text");
        this.role = role;
    }

    /** A text that is to be found. */
    public static EmbeddableText passage(String text) {
        return new EmbeddableText(text, Role.PASSAGE);
    }

    /** A text to find with. */
    public static EmbeddableText query(String text) {
        return new EmbeddableText(text, Role.QUERY);
    }

    /** A text about somebody whom to find something for. */
    public static EmbeddableText member(String text) {
        return new EmbeddableText(text, Role.MEMBER);
    }

    /** A text of a role. */
    public static EmbeddableText of(Role role, String text) {
        return new EmbeddableText(text, role);
    }

    public String text() {
        return text;
    }

    public Role role() {
        return role;
    }

    /**
     * The value that {@code derivation} makes of this text, made at most once per {@code key}.
     *
     * @param type class of the value; one key always goes with one type
     */
    public <T> T derived(String key, Class<T> type, Function<EmbeddableText, T> derivation) {
        return type.cast(derived.computeIfAbsent(key, absent -> derivation.apply(this)));
    }

    /** Role and length only: what this class holds must not reach a log. */
    @Override
    public String toString() {
        return role + " of " + text.length() + " chars";
    }
}
