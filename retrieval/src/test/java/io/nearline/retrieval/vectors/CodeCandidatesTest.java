package io.nearline.retrieval.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeCandidatesTest {

    private static final int SLOTS = 500;

    @ParameterizedTest
    @ValueSource(ints = {3, 64, 65, 384, 700})
    void holdsThoseThatDifferInTheFewestBits(int dimensions) throws Exception {
        PageView view = filled(dimensions);
        long[] query = code(new Random(2), dimensions);
        int[] byDistance =
                IntStream.range(0, SLOTS).map(slot -> distance(view, slot, query)).toArray();
        CodeCandidates candidates =
                new CodeCandidates(
                        20,
                        dimensions,
                        new CodeEstimate(new float[dimensions]),
                        new Exclusions(Set.of()));

        candidates.scan(view, view.live(), query, 1000);

        int[] found =
                Arrays.stream(candidates.places())
                        .map(place -> byDistance[place - 1000])
                        .sorted()
                        .toArray();
        assertThat(found).isEqualTo(Arrays.stream(byDistance).sorted().limit(20).toArray());
    }

    @Test
    void holdsTheSameAfterASampleThatMisled() throws Exception {
        PageView view = filled(64);
        long[] query = code(new Random(2), 64);
        CodeCandidates plain =
                new CodeCandidates(
                        20, 64, new CodeEstimate(new float[64]), new Exclusions(Set.of()));
        plain.scan(view, view.live(), query, 0);
        CodeCandidates misled =
                new CodeCandidates(
                        20, 64, new CodeEstimate(new float[64]), new Exclusions(Set.of()));
        long[] nearest = new long[view.live().length];
        nearest[0] = 1;
        misled.sample(view, nearest, Arrays.copyOf(view.codes(), 1));
        misled.expect(1_000_000);

        misled.scan(view, view.live(), query, 0);

        assertThat(misled.isTooFew()).isTrue();
        misled.scan(view, view.live(), query, 0);
        assertThat(misled.isTooFew()).isFalse();
        assertThat(misled.places()).isEqualTo(plain.places());
    }

    @Test
    void looksAtThoseThatAreSelectedAndNotExcluded() throws Exception {
        PageView view = filled(64);
        long[] selected = new long[view.live().length];
        selected[1] = 0b10101;
        CodeCandidates candidates =
                new CodeCandidates(
                        20,
                        64,
                        new CodeEstimate(new float[64]),
                        new Exclusions(Set.of("p66", "x")));

        candidates.scan(view, selected, new long[1], 0);

        assertThat(candidates.places()).containsExactly(64, 68);
    }

    private static PageView filled(int dimensions) throws Exception {
        RandomVectors vectors = new RandomVectors(1, dimensions, 5, 1f);
        Centre centre = new Centre(new float[dimensions]);
        Page page = new Page(0, SLOTS, dimensions, (slots, length) -> new FloatRows(slots));
        PageView view = PageView.empty(page, centre);
        for (int slot = 0; slot < SLOTS; slot++) {
            float[] vector = vectors.nextUnit();
            page.put(slot, Facts.of("p" + slot, 1), vector, 1);
            view = view.with(Facts.of("p" + slot, 1), vector, 1);
        }
        return view;
    }

    private static long[] code(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        long[] code = new long[Centre.words(dimensions)];
        new Centre(new float[dimensions]).encode(vector, 1, code, 0);
        return code;
    }

    private static int distance(PageView view, int slot, long[] query) {
        int sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += Long.bitCount(view.codes()[slot * query.length + i] ^ query[i]);
        }
        return sum;
    }
}
