package io.nearline.operators.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.ExpectedPost;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.FakeVectors;
import io.nearline.testkit.Oracle;
import io.nearline.testkit.PostHistory;
import io.nearline.testkit.PublishedIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Promises 1 to 3 of the design, under any interleaving of events, failures and restarts. */
class PromisePropertyTest {

    private static final int POSTS = 6;
    private static final int EVENTS = 60;
    private static final int STEPS = 200;

    @Property(tries = 60)
    void theTopicEndsOnTheNewestAcceptedRevision(@ForAll long seed) throws Exception {
        List<PostEvent> events = history(seed);
        try (Flow flow = Flow.over(events)) {
            runAtRandom(flow, new Random(seed), Restarts.SOME);
            flow.drain();

            var expected = oracle().acceptAll(events).expected();
            PublishedIndex index = flow.index();
            assertThat(index.differencesFrom(expected, Flow.MODEL.name())).isEmpty();
            expected.values().forEach(post -> assertVectorOf(post, index));
        }
    }

    @Property(tries = 40)
    void revisionsOfAPostOnlyRiseWhileNothingRestarts(@ForAll long seed) throws Exception {
        try (Flow flow = Flow.over(history(seed))) {
            runAtRandom(flow, new Random(seed), Restarts.NONE);
            flow.drain();

            PublishedIndex index = flow.index();
            assertThat(index.regressions()).isEmpty();
        }
    }

    @Property(tries = 40)
    void everyTextThatCannotBeEmbeddedIsADeadLetterWhileNothingRestarts(@ForAll long seed)
            throws Exception {
        List<PostEvent> events = history(seed);
        try (Flow flow = Flow.over(events)) {
            runAtRandom(flow, new Random(seed), Restarts.NONE);
            flow.drain();

            assertThat(deadLetters(flow)).containsExactlyInAnyOrderElementsOf(poisoned(events));
        }
    }

    /** After a restart a newer revision may come first, and the failed one is stale. */
    @Property(tries = 40)
    void everyNewestTextThatCannotBeEmbeddedIsADeadLetter(@ForAll long seed) throws Exception {
        List<PostEvent> events = history(seed);
        try (Flow flow = Flow.over(events)) {
            runAtRandom(flow, new Random(seed), Restarts.SOME);
            flow.drain();

            Set<PostEvent> newest = poisoned(events);
            newest.retainAll(newestOfEachPost(events));
            assertThat(deadLetters(flow)).containsAll(newest).isSubsetOf(poisoned(events));
        }
    }

    private static Set<PostEvent> deadLetters(Flow flow) {
        AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
        return flow.deadLetters().stream()
                .map(letter -> codec.decode(letter.getValue().array()))
                .collect(Collectors.toSet());
    }

    private enum Restarts {
        NONE,
        SOME
    }

    private static void runAtRandom(Flow flow, Random random, Restarts restarts) throws Exception {
        for (int step = 0; step < STEPS; step++) {
            int choice = random.nextInt(100);
            if (choice < 45) {
                flow.read();
            } else if (choice < 88) {
                flow.complete(random.nextInt(100));
            } else if (choice < 94) {
                flow.checkpoint();
            } else if (restarts == Restarts.SOME) {
                flow.crash(random);
            }
        }
    }

    private static List<PostEvent> history(long seed) {
        Random random = new Random(seed);
        List<PostEvent> events = new ArrayList<>();
        for (PostEvent event : PostHistory.random(seed, POSTS, EVENTS)) {
            boolean poison = event.getBody() != null && random.nextInt(100) < 7;
            events.add(
                    poison
                            ? PostEvent.newBuilder(event)
                                    .setBody(FakeEmbedder.POISON + event.getRevision())
                                    .build()
                            : event);
        }
        return events;
    }

    private static Oracle oracle() {
        return Oracle.create().whereEmbeddable(PromisePropertyTest::isEmbeddable);
    }

    private static boolean isEmbeddable(PostEvent event) {
        return event.getBody() == null || !event.getBody().contains(FakeEmbedder.POISON);
    }

    /** Poisoned events that are newer than everything before them. */
    private static Set<PostEvent> poisoned(List<PostEvent> events) {
        Set<PostEvent> poisoned = new HashSet<>();
        Map<String, Long> newest = new HashMap<>();
        for (PostEvent event : events) {
            Long before = newest.get(event.getPostId());
            if (before == null || event.getRevision() > before) {
                newest.put(event.getPostId(), event.getRevision());
                if (!isEmbeddable(event) && event.getKind() != PostEventKind.DELETE) {
                    poisoned.add(event);
                }
            }
        }
        return poisoned;
    }

    private static Collection<PostEvent> newestOfEachPost(List<PostEvent> events) {
        Map<String, PostEvent> newest = new HashMap<>();
        for (PostEvent event : events) {
            newest.merge(
                    event.getPostId(),
                    event,
                    (one, other) -> other.getRevision() > one.getRevision() ? other : one);
        }
        return newest.values();
    }

    private static void assertVectorOf(ExpectedPost post, PublishedIndex index) {
        IndexUpdate update = index.latest().get(new IndexKey(post.postId(), Flow.MODEL.name()));
        if (post.kind() == UpdateKind.UPSERT) {
            byte[] bytes = new byte[update.getVector().remaining()];
            update.getVector().duplicate().get(bytes);
            assertThat(
                            VectorCodec.decode(
                                    new EncodedVector(VectorEncoding.FLOAT32, 1, bytes),
                                    update.getDimensions()))
                    .isEqualTo(FakeVectors.of(post.text(), FakeEmbedder.DIMENSIONS));
        }
    }
}
