package io.nearline.faults.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostScriptTest {
    private static final int POSTS = 20;
    private static final int ACTIVE = 3;

    private final PostScript script = new PostScript(7, POSTS, ACTIVE);

    @Test
    void hasEveryKindOfChange() {
        List<PostEvent> events = next(2000);

        assertThat(events)
                .extracting(PostEvent::getKind)
                .contains(PostEventKind.CREATE, PostEventKind.UPDATE, PostEventKind.DELETE);
    }

    @Test
    void saysTheSameWithTheSameSeed() {
        assertThat(next(200).stream().map(PostEvent::getRevision))
                .containsExactlyElementsOf(
                        new PostScriptTest()
                                .next(200).stream().map(PostEvent::getRevision).toList());
    }

    /** A delete of a deleted post need not be published; the checker expects all that is newest. */
    @Test
    void deletesNothingThatIsDeleted() {
        Map<String, PostEvent> newest = new HashMap<>();
        for (PostEvent event : next(3000)) {
            PostEvent before = newest.get(event.getPostId());
            if (event.getKind() == PostEventKind.DELETE) {
                assertThat(before.getKind()).isNotEqualTo(PostEventKind.DELETE);
            }
            if (before == null || before.getRevision() < event.getRevision()) {
                newest.put(event.getPostId(), event);
            }
        }
    }

    @Test
    void leavesRetiredPostsDeleted() {
        next(500);
        List<String> some = List.of("post-1", "post-5", "post-6", "post-7", "post-8");

        List<String> retired =
                script.retire(some).stream()
                        .peek(event -> assertThat(event.getKind()).isEqualTo(PostEventKind.DELETE))
                        .map(PostEvent::getPostId)
                        .toList();

        assertThat(retired).isNotEmpty().doesNotContain("post-1").isSubsetOf(some);
        assertThat(next(1000))
                .extracting(PostEvent::getPostId)
                .doesNotContainAnyElementsOf(retired);
    }

    @Test
    void touchesRetiredPostsToo() {
        next(500);
        String retired = script.retire(List.of("post-5", "post-6", "post-7")).get(0).getPostId();
        int post = Integer.parseInt(retired.substring("post-".length()));

        script.touch(post);

        assertThat(next(1000)).extracting(PostEvent::getPostId).contains(retired);
    }

    @Test
    void writesNoStampTwiceThoughRevisionsAreRolledBack() {
        List<PostEvent> events = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            script.begin();
            events.addAll(next(10));
            script.rollBack();
        }

        List<String> stamps =
                events.stream()
                        .map(e -> e.getAttributes().get("stamp"))
                        .filter(s -> s != null)
                        .toList();
        assertThat(new HashSet<>(stamps)).hasSameSizeAs(stamps);
        assertThat(events).extracting(PostEvent::getRevision).allMatch(revision -> revision < 30);
    }

    @Test
    void changesOnlyAttributesOfActivePostsUnlessItIsAskedForMore() {
        script.rewriteActive();
        PostEvent first = script.nextLike();
        next(500);
        for (int i = 0; i < ACTIVE - 1; i++) {
            script.nextLike();
        }

        PostEvent later = script.nextLike();

        assertThat(later.getPostId()).isEqualTo(first.getPostId());
        assertThat(later.getRevision()).isGreaterThan(first.getRevision());
        assertThat(later.getBody()).isEqualTo(first.getBody());
    }

    /**
     * Whether the delete counted nobody knows: a second one might be a delete of a deleted post.
     */
    @Test
    void editsBeforeItDeletesWhereItIsInDoubt() {
        next(500);
        script.begin();
        List<PostEvent> lost = next(200);
        script.doubt();

        Map<String, PostEvent> first = new HashMap<>();
        next(1000).forEach(event -> first.putIfAbsent(event.getPostId(), event));

        assertThat(lost)
                .extracting(PostEvent::getPostId)
                .allSatisfy(
                        id ->
                                assertThat(first.get(id).getKind())
                                        .isNotEqualTo(PostEventKind.DELETE));
    }

    private List<PostEvent> next(int count) {
        List<PostEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(script.next());
        }
        return events;
    }
}
