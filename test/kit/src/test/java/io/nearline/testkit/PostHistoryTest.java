package io.nearline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.schemas.UpdateKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostHistoryTest {
    private final List<PostEvent> history = PostHistory.random(42, 20, 1000);

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(PostHistory.random(42, 20, 1000)).isEqualTo(history);
        assertThat(PostHistory.random(43, 20, 1000)).isNotEqualTo(history);
    }

    @Test
    void holdsDuplicates() {
        assertThat(new HashSet<>(history)).hasSizeLessThan(history.size());
    }

    @Test
    void holdsEventsThatArriveAfterANewerRevision() {
        Oracle oracle = Oracle.create();
        long late =
                history.stream()
                        .filter(
                                event -> {
                                    boolean older =
                                            oracle.expected(event.getPostId())
                                                    .filter(p -> p.revision() > event.getRevision())
                                                    .isPresent();
                                    oracle.accept(event);
                                    return older;
                                })
                        .count();

        assertThat(late).isPositive();
    }

    @Test
    void everyNewestRevisionWithTextIsOneToPublish() {
        // So many that two edits of the attributes alone follow each other on thousands of posts.
        List<PostEvent> many = PostHistory.random(7, 20_000, 200_000);
        Map<String, Long> newest = new HashMap<>();
        many.forEach(event -> newest.merge(event.getPostId(), event.getRevision(), Math::max));

        assertThat(Oracle.create().acceptAll(many).expected().values().stream())
                .filteredOn(post -> post.kind() == UpdateKind.UPSERT)
                .filteredOn(post -> post.revision() < newest.get(post.postId()))
                .isEmpty();
    }

    @Test
    void holdsDeletesAndPostsThatComeBack() {
        assertThat(history).anyMatch(event -> event.getKind() == PostEventKind.DELETE);
        assertThat(Oracle.create().acceptAll(history).expected().values())
                .anyMatch(post -> !post.text().isEmpty());
    }
}
