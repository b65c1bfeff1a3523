package io.nearline.retrieval.vectors;

import io.nearline.retrieval.search.SearchRequest.Effort;
import io.nearline.retrieval.search.Selection;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the search of a set: {@code SearchFigures VECTORS COUNT [TIER] [QUERIES]}, with the file
 * that {@link EmbedPosts} writes. Queries are held out. Beyond the vectors of the file the set is
 * filled with perturbed copies: a copy, and 0.4 of another one, of length 1.
 */
final class SearchFigures {

    private static final int K = 10;
    private static final int UPDATES_A_SECOND = 1_000;
    private static final int GENERATIONS = 100;
    private static final float MIX = 0.4f;

    private final Random random = new Random(11);
    private final List<float[]> real = new ArrayList<>();
    private final List<float[]> queries = new ArrayList<>();
    private final int count;
    private final VectorSet set;

    private SearchFigures(Path file, int count, Tier tier, int queryCount) throws IOException {
        this.count = count;
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            int dimensions = in.readInt();
            long vectors = (Files.size(file) - Integer.BYTES) / dimensions / Float.BYTES;
            for (int i = 0; i < vectors; i++) {
                float[] vector = new float[dimensions];
                for (int j = 0; j < dimensions; j++) {
                    vector[j] = in.readFloat();
                }
                (i % (vectors / queryCount) == 0 ? queries : real).add(vector);
            }
            set = new VectorSet(dimensions, tier, Path.of(System.getProperty("java.io.tmpdir")));
        }
    }

    public static void main(String[] args) throws Exception {
        Tier tier = args.length > 2 ? Tier.valueOf(args[2]) : Tier.FLOAT32;
        int queryCount = args.length > 3 ? Integer.parseInt(args[3]) : 200;
        new SearchFigures(Path.of(args[0]), Integer.parseInt(args[1]), tier, queryCount).run();
    }

    private void run() throws Exception {
        long start = cpu();
        long before = usedHeap();
        for (int i = 0; i < count; i++) {
            set.put(facts(i, 1), i < real.size() ? real.get(i) : perturbed());
        }
        print(
                "%d posts, %d of them real; %d queries; put in %.1f us of CPU each"
                        .formatted(
                                count,
                                Math.min(count, real.size()),
                                queries.size(),
                                (cpu() - start) / 1e3 / count));
        print(
                "heap %.0f MB, %.0f bytes a post"
                        .formatted(
                                (usedHeap() - before) / 1e6,
                                (double) (usedHeap() - before) / count));

        depths();
        time("no filter", Selection.ALL, Set.of());
        for (int share : new int[] {10, 100, 1_000, 10_000}) {
            planned("1 of " + share, Selection.ALL.withAttribute("one-in-" + share, "3"), Set.of());
        }
        planned(
                "10,000 excluded, the nearest 40 of each query among them",
                Selection.ALL,
                excluded());
        withUpdates();
        churn();
        print("heap after churn %.0f MB".formatted((usedHeap() - before) / 1e6));
    }

    private void depths() {
        Selected all = selected(Selection.ALL, Set.of());
        for (int k : new int[] {10, 100, 2_000}) {
            List<Set<String>> exact = exact(all, k);
            for (int times : new int[] {1, 2, 4}) {
                Depth depth = Depth.of(k, count, 0);
                print(
                        "recall@%d of %d by bits, %d in full: %.4f"
                                .formatted(
                                        k,
                                        depth.byBits() * times / 2,
                                        depth.inFull() * times / 2,
                                        recall(
                                                exact,
                                                direction ->
                                                        scan(all, direction)
                                                                .byCodes(
                                                                        k,
                                                                        depth.byBits() * times / 2,
                                                                        depth.inFull()
                                                                                * times
                                                                                / 2))));
            }
        }
    }

    private void planned(String name, Selection selection, Set<String> excluded) {
        Selected some = selected(selection, excluded);
        List<Set<String>> exact = exact(some, K);
        print(
                "%s: %d selected, recall@10 %.4f"
                        .formatted(
                                name,
                                some.count(),
                                recall(
                                        exact,
                                        direction ->
                                                scan(some, direction)
                                                        .nearest(K, Effort.PLANNED)
                                                        .neighbours())));
        time(name, selection, excluded);
    }

    private Set<String> excluded() {
        Set<String> excluded = new HashSet<>();
        for (Set<String> nearest : exact(selected(Selection.ALL, Set.of()), 40)) {
            excluded.addAll(nearest);
        }
        while (excluded.size() < 10_000) {
            excluded.add("p" + random.nextInt(count));
        }
        return excluded;
    }

    private void time(String name, Selection selection, Set<String> excluded) {
        List<Long> times = new ArrayList<>();
        List<Long> cpuTimes = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (float[] query : queries) {
                long start = System.nanoTime();
                long cpuStart = cpu();
                scan(selected(selection, excluded), query).nearest(K, Effort.PLANNED);
                cpuTimes.add(cpu() - cpuStart);
                times.add(System.nanoTime() - start);
            }
        }
        printTimes(name, times);
        printTimes(name + ", CPU of the thread", cpuTimes);
    }

    private void withUpdates() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        Thread writer =
                new Thread(
                        () -> {
                            long next = System.nanoTime();
                            while (!done.get()) {
                                rewrite(random.nextInt(count), 2);
                                written.incrementAndGet();
                                next += 1_000_000_000L / UPDATES_A_SECOND;
                                LockSupport.parkNanos(next - System.nanoTime());
                            }
                        });
        writer.start();
        long start = System.nanoTime();
        time("no filter, with updates", Selection.ALL, Set.of());
        time("1 of 100, with updates", Selection.ALL.withAttribute("one-in-100", "3"), Set.of());
        time("10,000 excluded, with updates", Selection.ALL, excluded());
        done.set(true);
        writer.join();
        print("%.0f updates a second meanwhile".formatted(written.get() / (micros(start) / 1e6)));
    }

    private void churn() {
        long start = cpu();
        for (int generation = 0; generation < GENERATIONS; generation++) {
            for (int i = 0; i < count / 50; i++) {
                rewrite(random.nextInt(count), 3 + generation);
            }
        }
        print(
                "%d generations of 2 %%: %.1f us of CPU an update"
                        .formatted(
                                GENERATIONS,
                                (cpu() - start) / 1e3 / (GENERATIONS * (count / 50.0))));
        Selected all = selected(Selection.ALL, Set.of());
        List<Set<String>> exact = exact(all, K);
        print(
                "recall@10 after churn, as planned: %.4f"
                        .formatted(
                                recall(
                                        exact,
                                        direction ->
                                                scan(all, direction)
                                                        .nearest(K, Effort.PLANNED)
                                                        .neighbours())));
        time("after churn", Selection.ALL, Set.of());
    }

    private void rewrite(int post, long revision) {
        try {
            set.put(facts(post, revision), perturbed());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PostFacts facts(int i, long revision) {
        return Facts.of(
                "p" + i,
                revision,
                "en",
                Map.of(
                        "one-in-10", String.valueOf(i % 10),
                        "one-in-100", String.valueOf(i % 100),
                        "one-in-1000", String.valueOf(i % 1_000),
                        "one-in-10000", String.valueOf(i % 10_000)),
                i);
    }

    private float[] perturbed() {
        float[] one = real.get(random.nextInt(real.size()));
        float[] other = real.get(random.nextInt(real.size()));
        float[] mixed = new float[one.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = one[i] + MIX * other[i];
        }
        float factor = VectorSet.factor(mixed);
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] *= factor;
        }
        return mixed;
    }

    private Selected selected(Selection selection, Set<String> excluded) {
        return Selected.of(set.moment(), selection, excluded);
    }

    private static NearestScan scan(Selected selected, float[] direction) {
        return new NearestScan(selected, direction, -2);
    }

    private List<Set<String>> exact(Selected selected, int k) {
        return queries.stream()
                .map(query -> ids(scan(selected, query).nearest(k, Effort.EXACT).neighbours()))
                .toList();
    }

    private interface Search {
        List<Neighbour> of(float[] direction);
    }

    private double recall(List<Set<String>> exact, Search search) {
        long found = 0;
        long all = 0;
        for (int i = 0; i < queries.size(); i++) {
            Set<String> ids = ids(search.of(queries.get(i)));
            ids.retainAll(exact.get(i));
            found += ids.size();
            all += exact.get(i).size();
        }
        return all == 0 ? Double.NaN : (double) found / all;
    }

    private static Set<String> ids(List<Neighbour> neighbours) {
        Set<String> ids = new HashSet<>();
        neighbours.forEach(one -> ids.add(one.entry().postId()));
        return ids;
    }

    private static void printTimes(String name, List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        print(
                "%s: p50 %.2f ms, p99 %.2f ms, max %.2f ms"
                        .formatted(
                                name,
                                sorted[sorted.length / 2] / 1e6,
                                sorted[(int) (sorted.length * 0.99)] / 1e6,
                                Arrays.stream(sorted).max().orElse(0) / 1e6));
    }

    /**
     * CPU time of this thread, in ns: on a machine that others use the figure that means something.
     */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double micros(long start) {
        return (System.nanoTime() - start) / 1e3;
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
