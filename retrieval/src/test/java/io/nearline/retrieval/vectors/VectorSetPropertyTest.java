package io.nearline.retrieval.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nearline.retrieval.search.SearchRequest.Effort;
import io.nearline.retrieval.search.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Whatever is put and removed, a set holds what a map would. */
class VectorSetPropertyTest {

    private static final int DIMENSIONS = 70;
    private static final int PAGE = 16;

    @Property(tries = 60)
    void holdsWhatAMapWould(
            @ForAll("operations") List<Tuple2<Integer, Boolean>> operations,
            @ForAll Tier tier,
            @ForAll long seed)
            throws IOException {
        VectorSet set = set(tier);
        RandomVectors vectors = new RandomVectors(seed, DIMENSIONS, 4, 0.5f);
        Map<String, float[]> held = new HashMap<>();
        Map<String, Long> revisions = new HashMap<>();

        long revision = 0;
        for (Tuple2<Integer, Boolean> operation : operations) {
            String postId = "p" + operation.get1();
            revision++;
            if (operation.get2()) {
                float[] vector = vectors.next();
                set.put(Facts.of(postId, revision), vector);
                held.put(postId, vector);
                revisions.put(postId, revision);
            } else {
                set.remove(postId);
                held.remove(postId);
            }
        }

        assertThat(set.size()).isEqualTo(held.size());
        float[] direction = vectors.nextUnit();
        List<Neighbour> all = search(set, direction, Math.max(1, held.size()));
        assertThat(all).hasSameSizeAs(held.keySet());
        for (Neighbour one : all) {
            float[] vector = held.get(one.entry().postId());
            assertThat(vector).as(one.entry().postId()).isNotNull();
            assertThat((double) one.cosine())
                    .isCloseTo(cosine(direction, vector), within(tier == Tier.INT8 ? 0.02 : 1e-5));
            assertThat(one.entry().revision()).isEqualTo(revisions.get(one.entry().postId()));
            assertThat(set.find(one.entry().postId())).isSameAs(one.entry());
            assertThat(set.moment().holds(one.entry())).isTrue();
        }
        assertThat(all.stream().map(Neighbour::cosine).toList())
                .isSortedAccordingTo((one, other) -> Float.compare(other, one));
    }

    @Property(tries = 20)
    void takesNoMoreRoomThanFourThirdsOfWhatItHoldsAndTwoPages(@ForAll long seed)
            throws IOException {
        VectorSet set = set(Tier.FLOAT32);
        RandomVectors vectors = new RandomVectors(seed, DIMENSIONS, 4, 0.5f);
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            set.put(Facts.of("p" + random.nextInt(300), i), vectors.next());
        }
        int slots = Arrays.stream(set.moment().views()).mapToInt(PageView::size).sum();
        assertThat(slots).isLessThanOrEqualTo(set.size() * 4 / 3 + 2 * PAGE);
    }

    @Property(tries = 20)
    void codesFollowTheMean(@ForAll long seed) throws IOException {
        VectorSet set = set(Tier.FLOAT32);
        RandomVectors first = new RandomVectors(seed, DIMENSIONS, 1, 0.3f);
        RandomVectors second = new RandomVectors(seed + 1, DIMENSIONS, 1, 0.3f);
        for (int i = 0; i < 200; i++) {
            set.put(Facts.of("p" + i, 1), first.next());
        }
        for (int i = 0; i < 400; i++) {
            set.put(Facts.of("p" + i % 200, 2 + i), second.next());
        }
        set.settle();
        set.settle();
        PageView[] views = set.moment().views();
        float[] mean = mean(views);
        Centre centre = views[0].centre();
        double spread = 1;
        for (float component : mean) {
            spread -= component * component;
        }
        assertThat(centre.squareTo(mean)).isLessThan(0.05 * spread);
        for (PageView view : views) {
            assertThat(view.centre()).isSameAs(centre);
            assertCodesAreThoseOf(view);
        }
    }

    @Provide
    Arbitrary<List<Tuple2<Integer, Boolean>>> operations() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.just(true)),
                                Tuple.of(1, Arbitraries.just(false))))
                .as(Tuple::of)
                .list()
                .ofMaxSize(400);
    }

    private static VectorSet set(Tier tier) throws IOException {
        Path scratch = Files.createDirectories(Path.of("target", "scratch"));
        return new VectorSet(DIMENSIONS, tier, scratch, PAGE);
    }

    private static List<Neighbour> search(VectorSet set, float[] direction, int wanted) {
        Selected all = Selected.of(set.moment(), Selection.ALL, Set.of());
        return new NearestScan(all, direction, -2).nearest(wanted, Effort.EXACT).neighbours();
    }

    private static void assertCodesAreThoseOf(PageView view) {
        int words = Centre.words(DIMENSIONS);
        for (int slot = 0; slot < view.size(); slot++) {
            if (view.isLive(slot)) {
                long[] code = new long[words];
                float[] row = view.page().rows().get(slot, new float[DIMENSIONS]);
                view.centre().encode(row, view.page().factor(slot), code, 0);
                assertThat(Arrays.copyOfRange(view.codes(), slot * words, (slot + 1) * words))
                        .isEqualTo(code);
            }
        }
    }

    private static float[] mean(PageView[] views) {
        float[] mean = new float[DIMENSIONS];
        int count = 0;
        for (PageView view : views) {
            for (int slot = 0; slot < view.size(); slot++) {
                if (view.isLive(slot)) {
                    float[] row = view.page().rows().get(slot, new float[DIMENSIONS]);
                    for (int i = 0; i < DIMENSIONS; i++) {
                        mean[i] += row[i] * view.page().factor(slot);
                    }
                    count++;
                }
            }
        }
        for (int i = 0; i < DIMENSIONS; i++) {
            mean[i] /= count;
        }
        return mean;
    }

    private static double cosine(float[] unit, float[] vector) {
        double product = 0;
        double square = 0;
        for (int i = 0; i < unit.length; i++) {
            product += (double) unit[i] * vector[i];
            square += (double) vector[i] * vector[i];
        }
        return product / Math.sqrt(square);
    }
}
