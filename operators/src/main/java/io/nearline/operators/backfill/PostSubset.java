package io.nearline.operators.backfill;

import io.nearline.operators.decode.Post;
import java.io.Serializable;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Which posts a backfill embeds. A post must meet every condition that is set; nothing set means
 * all posts. Judged by the newest revision of a post in the range: an edit that changes the
 * language or the time moves the post in or out.
 */
public final class PostSubset implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Values listed in a description before it says how many more there are. */
    private static final int LISTED = 3;

    private final @Nullable Instant from;
    private final @Nullable Instant to;
    private final HashSet<String> postIds;
    private final HashSet<String> languages;
    private final HashSet<String> authors;

    /**
     * @param from earliest event time, inclusive; null for no bound
     * @param to latest event time, exclusive; null for no bound
     * @param postIds ids of the posts; empty for any
     * @param languages BCP 47 tags; each stands for its regional variants too, so {@code pt} means
     *     {@code pt-BR} as well; empty for any
     * @param authors authors; empty for any
     */
    public PostSubset(
            @Nullable Instant from,
            @Nullable Instant to,
            Set<String> postIds,
            Set<String> languages,
            Set<String> authors) {
        this.from = from;
        this.to = to;
        this.postIds = new HashSet<>(postIds);
        this.languages = new HashSet<>();
        languages.forEach(tag -> this.languages.add(tag.toLowerCase(Locale.ROOT)));
        this.authors = new HashSet<>(authors);
    }

    /** Every post. */
    public static PostSubset all() {
        return new PostSubset(null, null, Set.of(), Set.of(), Set.of());
    }

    /** Whether the post meets every condition. */
    public boolean contains(Post post) {
        return isInWindow(post.version().eventTime())
                && (postIds.isEmpty() || postIds.contains(post.version().postId()))
                && (languages.isEmpty() || speaks(post.version().language()))
                && (authors.isEmpty() || authors.contains(post.author()));
    }

    private boolean isInWindow(long eventTime) {
        return (from == null || eventTime >= from.toEpochMilli())
                && (to == null || eventTime < to.toEpochMilli());
    }

    /** Looks for the tag itself, then for what is left when its last subtags are cut off. */
    private boolean speaks(@Nullable String language) {
        String tag = language == null ? "" : language.toLowerCase(Locale.ROOT);
        while (!tag.isEmpty() && !languages.contains(tag)) {
            tag = tag.substring(0, Math.max(0, tag.lastIndexOf('-')));
        }
        return !tag.isEmpty();
    }

    /**
     * The conditions for people, such as {@code language en, pt; from 2026-01-01T00:00:00Z}; null
     * for all posts.
     */
    public @Nullable String description() {
        StringJoiner conditions = new StringJoiner("; ");
        addValues(conditions, "posts", postIds);
        addValues(conditions, "languages", languages);
        addValues(conditions, "authors", authors);
        if (from != null) {
            conditions.add("from " + from);
        }
        if (to != null) {
            conditions.add("to " + to);
        }
        return conditions.length() == 0 ? null : conditions.toString();
    }

    private static void addValues(StringJoiner conditions, String name, Set<String> values) {
        if (values.isEmpty()) {
            return;
        }
        List<String> sorted = values.stream().sorted().toList();
        String listed = String.join(", ", sorted.subList(0, Math.min(LISTED, sorted.size())));
        int more = sorted.size() - LISTED;
        conditions.add(name + ' ' + listed + (more > 0 ? " and " + more + " more" : ""));
    }
}
