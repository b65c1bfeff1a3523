package io.nearline.testkit;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.schemas.UpdateKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says what the pipeline must have published, by a plain fold over the events of each post in the
 * order in which they were accepted.
 *
 * <ul>
 *   <li>The highest revision wins; of equal ones the first.
 *   <li>A DELETE, or a newest revision without text, is published as DELETE.
 *   <li>Except a CREATE without text of a post that nothing is known of: nothing is published, but
 *       its revision counts.
 *   <li>A revision that changes neither text nor attributes nor language of what is published is
 *       not published, but its revision counts.
 *   <li>A revision that cannot be embedded changes nothing that is published, but its revision
 *       counts.
 * </ul>
 */
public final class Oracle {
    private final Function<PostEvent, String> textOf;
    private final Predicate<PostEvent> embeddable;
    private final Map<String, Long> newest = new HashMap<>();
    private final Map<String, String> newestText = new HashMap<>();
    private final Map<String, ExpectedPost> published = new TreeMap<>();

    private Oracle(Function<PostEvent, String> textOf, Predicate<PostEvent> embeddable) {
        this.textOf = textOf;
        this.embeddable = embeddable;
    }

    /** An oracle for posts that have only titles and bodies, all of which can be embedded. */
    public static Oracle create() {
        return new Oracle(Oracle::titleAndBody, event -> true);
    }

    /** The same oracle, not yet fed, with the given way of assembling a post's text. */
    public Oracle assembling(Function<PostEvent, String> assembler) {
        return new Oracle(assembler, embeddable);
    }

    /** The same oracle, not yet fed, for a pipeline that makes dead letters of some posts. */
    public Oracle whereEmbeddable(Predicate<PostEvent> predicate) {
        return new Oracle(textOf, predicate);
    }

    /** Folds the next accepted event in. */
    public Oracle accept(PostEvent event) {
        Long known = newest.get(event.getPostId());
        if (known != null && event.getRevision() <= known) {
            return this;
        }
        newest.put(event.getPostId(), event.getRevision());
        String text = textOf.apply(event);
        String textBefore = newestText.put(event.getPostId(), text);
        if (event.getKind() == PostEventKind.DELETE) {
            publish(event, UpdateKind.DELETE, "");
        } else if (text.isEmpty()) {
            if (known != null || event.getKind() != PostEventKind.CREATE) {
                publish(event, UpdateKind.DELETE, "");
            }
        } else if (embeddable.test(event) && !(text.equals(textBefore) && isPublished(event))) {
            publish(event, UpdateKind.UPSERT, text);
        }
        return this;
    }

    /** Folds the events in, in their order. */
    public Oracle acceptAll(Iterable<PostEvent> events) {
        events.forEach(this::accept);
        return this;
    }

    /** Returns what must be published for the post at the end, or empty for nothing at all. */
    public Optional<ExpectedPost> expected(String postId) {
        return Optional.ofNullable(published.get(postId));
    }

    /** Returns the final state of every post for which anything must be published, by post id. */
    public Map<String, ExpectedPost> expected() {
        return Map.copyOf(published);
    }

    private boolean isPublished(PostEvent event) {
        ExpectedPost before = published.get(event.getPostId());
        return before != null
                && before.kind() == UpdateKind.UPSERT
                && before.event().getAttributes().equals(event.getAttributes())
                && Objects.equals(before.event().getLanguage(), event.getLanguage());
    }

    private void publish(PostEvent event, UpdateKind kind, String text) {
        String postId = event.getPostId();
        published.put(postId, new ExpectedPost(postId, event.getRevision(), kind, text, event));
    }

    private static String titleAndBody(PostEvent event) {
        return Stream.of(event.getTitle(), event.getBody())
                .filter(part -> part != null && !part.isBlank())
                .map(String::strip)
                .collect(Collectors.joining("\n"));
    }
}
