package io.nearline.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.junit.jupiter.api.Test;

class PostOrderTest {

    private final PostOrder order = new PostOrder();
    private final List<String> delivered = new ArrayList<>();

    /** Tells one revision from another. */
    private static final class Place implements ResultFuture<String> {
        @Override
        public void complete(java.util.Collection<String> result) {}

        @Override
        public void completeExceptionally(Throwable error) {}

        @Override
        public void complete(CollectionSupplier<String> supplier) {}
    }

    private Place begin(String postId) {
        Place place = new Place();
        order.begin(postId, place);
        return place;
    }

    private void finish(String postId, Place place, String outcome) {
        order.finish(postId, place, () -> delivered.add(outcome));
    }

    @Test
    void holdsBackWhatOvertookItsOwnPost() {
        Place first = begin("p");
        Place second = begin("p");

        finish("p", second, "p2");
        assertThat(delivered).isEmpty();

        finish("p", first, "p1");
        assertThat(delivered).containsExactly("p1", "p2");
    }

    @Test
    void letsOtherPostsPass() {
        begin("p");
        Place other = begin("q");

        finish("q", other, "q1");

        assertThat(delivered).containsExactly("q1");
    }

    @Test
    void onlyTheFirstOutcomeOfARevisionCounts() {
        Place first = begin("p");
        Place second = begin("p");
        finish("p", second, "p2");
        finish("p", second, "p2 again");

        finish("p", first, "p1");
        finish("p", first, "p1 again");

        assertThat(delivered).containsExactly("p1", "p2");
    }

    @Test
    void letsLaterRevisionsGoOnWhenOneDeliveryFails() {
        Place first = begin("p");
        Place second = begin("p");
        finish("p", second, "p2");

        assertThatThrownBy(
                        () ->
                                order.finish(
                                        "p",
                                        first,
                                        () -> {
                                            throw new IllegalStateException("first");
                                        }))
                .hasMessage("first");

        assertThat(delivered).containsExactly("p2");
    }

    @Property
    void deliversEachPostInOrderHoweverItsRevisionsFinish(
            @ForAll @IntRange(min = 1, max = 20) int revisions, @ForAll long seed) {
        PostOrder mixed = new PostOrder();
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < revisions; i++) {
            places.add(new Place());
            mixed.begin("p" + i % 3, places.get(i));
        }
        List<Integer> finishing = new ArrayList<>(IntStream.range(0, revisions).boxed().toList());
        Collections.shuffle(finishing, new Random(seed));
        List<Integer> came = new ArrayList<>();

        finishing.forEach(i -> mixed.finish("p" + i % 3, places.get(i), () -> came.add(i)));

        assertThat(came).hasSize(revisions);
        for (int post = 0; post < 3; post++) {
            int id = post;
            assertThat(came.stream().filter(i -> i % 3 == id)).isSorted();
        }
    }
}
