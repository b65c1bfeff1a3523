package io.nearline.retrieval.vectors;

import io.nearline.retrieval.search.Plan.Method;
import io.nearline.retrieval.search.SearchRequest.Effort;
import io.nearline.retrieval.search.Selection;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Measures the search of a set and prints a table: {@code SearchFigures VECTORS COUNT [TIER
 * [QUERIES [hnsw]]]}, with the file that {@link EmbedPosts} writes. With {@code hnsw} the same
 * table follows for a graph of neighbours.
 *
 * <p>Recall is against exact search of the same moment. Each search is timed on one thread while
 * another one writes a thousand updates a second. Of a hundred rounds or fewer the quietest one's
 * 99th percentile is shown, and that of the thread's CPU time over all rounds.
 */
final class SearchFigures {

    private static final int K = 10;
    private static final int ROUNDS = 7;
    private static final int UPDATES_A_SECOND = 1_000;
    private static final int GENERATIONS = 100;
    private static final int EXCLUDED = 10_000;
    private static final int NEAREST_EXCLUDED = 40;

    private final Random random = new Random(12);
    private final int count;
    private final FigureVectors vectors;
    private final VectorSet set;
    private final Map<String, Selection> selections = new LinkedHashMap<>();
    private Approach approach = Approach.SCAN;
    private @Nullable HnswGraph graph;

    private SearchFigures(Path file, int count, Tier tier, int queryCount) throws IOException {
        this.count = count;
        this.vectors = new FigureVectors(file, queryCount);
        this.set = new VectorSet(vectors.dimensions(), tier, scratch());
    }

    public static void main(String[] args) throws Exception {
        Tier tier = args.length > 2 ? Tier.valueOf(args[2]) : Tier.FLOAT32;
        int queryCount = args.length > 3 ? Integer.parseInt(args[3]) : 200;
        SearchFigures figures =
                new SearchFigures(Path.of(args[0]), Integer.parseInt(args[1]), tier, queryCount);
        figures.fill(tier);
        figures.scan();
        if (args.length > 4 && args[4].equals("hnsw")) {
            figures.alongGraph();
        }
    }

    private void fill(Tier tier) throws IOException {
        long before = usedHeap();
        long start = cpu();
        for (int i = 0; i < count; i++) {
            set.put(facts(i, 1), vectors.of(i).clone());
        }
        double micros = (cpu() - start) / 1e3 / count;
        print(
                "Java %s, %s, %d posts of %d components, %d real and perturbed copies; %d queries"
                        .formatted(
                                Runtime.version(),
                                tier,
                                count,
                                set.dimensions(),
                                Math.min(count, vectors.real()),
                                vectors.queries().size()));
        print(
                "heap %.0f bytes a post; an update takes %.1f us of CPU"
                        .formatted((double) (usedHeap() - before) / count, micros));
        selections.put("all", Selection.ALL);
        for (int share : new int[] {10, 100, 1_000, 10_000}) {
            selections.put(
                    "%s %% selected".formatted(100.0 / share),
                    Selection.ALL.withAttribute("one-in-" + share, "3"));
        }
        selections.put("10,000 excluded, 40 nearest among them", Selection.ALL.without(excluded()));
    }

    private void scan() throws Exception {
        deeper();
        table("Scan of codes");
        churn(GENERATIONS);
        table("Scan of codes, after %d generations of 2 %%".formatted(GENERATIONS));
    }

    private void alongGraph() throws Exception {
        approach = Approach.HNSW;
        makeGraph();
        for (int most : new int[] {K, 50, 100, 200, 400}) {
            alongWithout(most);
        }
        table("Lucene HNSW, one merged segment, pre-filtered, what came later scanned beside it");
        churn(4);
        table("Lucene HNSW, after 4 generations of 2 %, not made anew");
        churn(GENERATIONS);
        makeGraph();
        table("Lucene HNSW, after %d generations, made anew".formatted(GENERATIONS));
        close();
    }

    private void makeGraph() throws IOException {
        close();
        long start = cpu();
        Path path = Files.createTempDirectory(scratch(), GraphKeeper.PREFIX);
        graph = HnswGraph.of(set.moment(), path, () -> false);
        print("");
        print(
                "graph made in %.0f us of CPU a post, %.0f bytes a post in mapped files"
                        .formatted((cpu() - start) / 1e3 / count, (double) size(path) / count));
    }

    private void close() throws IOException {
        if (graph != null) {
            graph.close();
        }
    }

    /** Recall and time of the walk alone, by the number that it keeps. */
    private void alongWithout(int most) throws IOException {
        Selected all = selected(Selection.ALL);
        List<Set<String>> exact = exact(all, K);
        List<Set<String>> found = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            found.clear();
            times.clear();
            for (float[] query : vectors.queries()) {
                long start = cpu();
                int[] places =
                        graph.nearest(all, query, most, Integer.MAX_VALUE).orElse(new int[0]);
                found.add(ids(new NearestScan(all, query, -2).inFull(K, places)));
                times.add(cpu() - start);
            }
        }
        print(
                "walk that keeps %d: recall@10 %.4f, CPU p50 %.2f ms"
                        .formatted(most, recall(exact, found), quantile(times, 0.5)));
    }

    /** Recall of more, and of other depths. */
    private void deeper() {
        Selected all = selected(Selection.ALL);
        for (int k : new int[] {10, 100, 2_000}) {
            List<Set<String>> exact = exact(all, k);
            for (double times : new double[] {0.5, 1, 2}) {
                Depth depth = Depth.of(k, count, 0);
                int byBits = (int) (depth.byBits() * times);
                int inFull = (int) (depth.inFull() * times);
                List<Set<String>> found =
                        vectors.queries().stream()
                                .map(query -> new NearestScan(all, query, -2))
                                .map(scan -> ids(scan.byCodes(k, byBits, inFull)))
                                .toList();
                print(
                        "%d by bits, %d in full: recall@%d %.4f"
                                .formatted(byBits, inFull, k, recall(exact, found)));
            }
        }
    }

    private void table(String name) throws Exception {
        print("");
        print(name);
        print("");
        print("| search | by | recall@10 | p50 ms | p99 ms | p99 ms of CPU |");
        print("| --- | --- | --- | --- | --- | --- |");
        Map<String, String> recalls = new LinkedHashMap<>();
        for (Map.Entry<String, Selection> one : selections.entrySet()) {
            recalls.put(one.getKey(), recall(one.getValue()));
        }
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        Thread writer = new Thread(() -> update(done, written));
        long start = System.nanoTime();
        writer.start();
        for (Map.Entry<String, Selection> one : selections.entrySet()) {
            print(
                    "| %s | %s | %s |"
                            .formatted(
                                    one.getKey(),
                                    recalls.get(one.getKey()),
                                    times(one.getValue())));
        }
        done.set(true);
        writer.join();
        print("");
        print(
                "%.0f updates a second meanwhile"
                        .formatted(written.get() / ((System.nanoTime() - start) / 1e9)));
    }

    private String recall(Selection selection) {
        Selected some = selected(selection);
        Set<Method> methods = EnumSet.noneOf(Method.class);
        List<Set<String>> found = new ArrayList<>();
        for (float[] query : vectors.queries()) {
            Nearest nearest = search(some, query).nearest(K, Effort.PLANNED);
            methods.add(nearest.method());
            found.add(ids(nearest.neighbours()));
        }
        String by =
                methods.stream()
                        .map(Method::name)
                        .collect(Collectors.joining(" "))
                        .toLowerCase(Locale.ROOT);
        return "%s | %.4f".formatted(by, recall(exact(some, K), found));
    }

    private String times(Selection selection) {
        List<Long> all = new ArrayList<>();
        List<Long> cpu = new ArrayList<>();
        double quietest = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            List<Long> times = new ArrayList<>();
            for (float[] query : vectors.queries()) {
                long cpuStart = cpu();
                long start = System.nanoTime();
                search(selected(selection), query).nearest(K, Effort.PLANNED);
                times.add(System.nanoTime() - start);
                cpu.add(cpu() - cpuStart);
            }
            if (round > 0) {
                quietest = Math.min(quietest, quantile(times, 0.99));
                all.addAll(times);
            }
        }
        return "%.2f | %.2f | %.2f".formatted(quantile(all, 0.5), quietest, quantile(cpu, 0.99));
    }

    private void update(AtomicBoolean done, AtomicInteger written) {
        long next = System.nanoTime();
        while (!done.get()) {
            rewrite(written.incrementAndGet());
            next += 1_000_000_000L / UPDATES_A_SECOND;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void churn(int generations) {
        long start = cpu();
        int updates = count / 50 * generations;
        for (int i = 0; i < updates; i++) {
            rewrite(i);
        }
        print("");
        print(
                "%d generations of 2 %%: %.1f us of CPU an update"
                        .formatted(generations, (cpu() - start) / 1e3 / updates));
    }

    private void rewrite(long revision) {
        try {
            set.put(facts(random.nextInt(count), 2 + revision), vectors.perturbed());
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

    /**
     * The nearest of every query, and others; with characters of their own, as a request has them.
     */
    private Set<String> excluded() {
        Set<String> excluded = new HashSet<>();
        for (Set<String> nearest : exact(selected(Selection.ALL), NEAREST_EXCLUDED)) {
            excluded.addAll(nearest);
        }
        while (excluded.size() < Math.min(EXCLUDED, count / 2)) {
            excluded.add("p" + random.nextInt(count));
        }
        return excluded.stream()
                .map(id -> new String(id.toCharArray()))
                .collect(Collectors.toSet());
    }

    private Selected selected(Selection selection) {
        return Selected.of(set.moment(), selection, selection.excluded());
    }

    private NearestSearch search(Selected selected, float[] direction) {
        return new NearestSearch(selected, direction, -2, approach, graph);
    }

    private List<Set<String>> exact(Selected selected, int k) {
        return vectors.queries().stream()
                .map(query -> ids(new NearestScan(selected, query, -2).exact(k)))
                .toList();
    }

    private static double recall(List<Set<String>> exact, List<Set<String>> found) {
        long right = 0;
        long all = 0;
        for (int i = 0; i < exact.size(); i++) {
            right += exact.get(i).stream().filter(found.get(i)::contains).count();
            all += exact.get(i).size();
        }
        return all == 0 ? Double.NaN : (double) right / all;
    }

    private static Set<String> ids(List<Neighbour> neighbours) {
        return neighbours.stream().map(one -> one.entry().postId()).collect(Collectors.toSet());
    }

    private static double quantile(List<Long> nanos, double share) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[(int) (sorted.length * share)] / 1e6;
    }

    private static Path scratch() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static long size(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
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
