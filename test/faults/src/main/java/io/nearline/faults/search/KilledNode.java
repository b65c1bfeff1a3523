package io.nearline.faults.search;

import io.nearline.faults.search.Finding.Kind;
import io.nearline.topics.cluster.TopicState;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills the service with {@code kill -9} at random moments while posts change and queries come,
 * also while it starts. Each time it must be ready again soon and hold what was written. In the end
 * an index that is rebuilt from the topic must be equal.
 */
final class KilledNode {

    private static final int QUERYING = 2;
    private static final long LONGEST_LIFE_MILLIS = 8_000;
    private static final int ONE_IN = 5;
    private static final int KILLS_A_LINE = 10;

    private final SearchPlan plan;
    private final SearchTopics topics;
    private final List<SearchModel> models;
    private final PrintStream out;
    private final Random random;
    private final PostLedger ledger = new PostLedger();
    private final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> readyMillis = new ArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean ready = true;

    KilledNode(SearchPlan plan, SearchTopics topics, List<SearchModel> models, PrintStream out) {
        this.plan = plan;
        this.topics = topics;
        this.models = List.copyOf(models);
        this.out = out;
        this.random = new Random(plan.seed());
    }

    /** The kills, and then the index that is rebuilt. */
    List<SearchResult> run() {
        topics.serve(models);
        try (UpdateLoad load = new UpdateLoad(topics, models, ledger, plan.seed());
                ServedIndex node = node("index")) {
            node.warmUp();
            node.startReady();
            load.fill(plan.posts());
            audit(node, load.rest());
            AtomicBoolean over = new AtomicBoolean();
            Thread asking = new Thread(() -> ask(node, over), "queries");
            asking.start();
            try {
                for (int kill = 0; kill < plan.kills(); kill++) {
                    killOnce(node, load);
                    if ((kill + 1) % KILLS_A_LINE == 0) {
                        out.printf(
                                "  %d of %d kills, %d findings; ready again in %d ms (median)%n",
                                kill + 1,
                                plan.kills(),
                                findings.size(),
                                sorted(readyMillis).get(readyMillis.size() / 2));
                    }
                }
            } finally {
                over.set(true);
                join(asking);
            }
            audit(node, ledger.all());
            return List.of(killed(), rebuilt(node));
        }
    }

    private void killOnce(ServedIndex node, UpdateLoad load) {
        load.start(plan.updatesPerSecond());
        sleep(random.nextLong(LONGEST_LIFE_MILLIS));
        ready = false;
        node.kill();
        if (random.nextInt(ONE_IN) == 0) {
            // Also while it starts.
            node.start(Map.of());
            sleep(random.nextLong(3_000));
            node.kill();
        }
        readyMillis.add(node.start(Map.of()).awaitReady().toMillis());
        ready = true;
        audit(node, load.rest());
    }

    private void audit(ServedIndex node, Iterable<String> postIds) {
        List<String> ids = new ArrayList<>();
        postIds.forEach(ids::add);
        findings.addAll(new IndexAudit(node, ledger, models, random).findings(ids));
    }

    /**
     * Queries go on all the time; those that meet a dead process do not count. While it is not
     * ready few come, as behind a load balancer.
     */
    private void ask(ServedIndex node, AtomicBoolean over) {
        Parallel.run(
                QUERYING,
                thread -> {
                    while (!over.get()) {
                        askOnce(node);
                    }
                });
    }

    private void askOnce(ServedIndex node) {
        try {
            int status = node.get("v1/search?q=guitar&k=20").status();
            // 503: it starts, or no model is searched yet.
            if (status == 200) {
                answered.incrementAndGet();
            } else if (status != 503 && status != 409 && status != 404) {
                findings.add(new Finding(Kind.FAILED, "a query got " + status));
            }
        } catch (java.io.UncheckedIOException e) {
            // Killed, as wanted.
            sleep(20);
        }
        sleep(ready ? 10 : 250);
    }

    private SearchResult killed() {
        List<Long> sorted = sorted(readyMillis);
        return new SearchResult(
                "kill -9",
                plan.kills(),
                findings,
                "%d posts under %d models; ready again in %d ms (median), %d ms (worst); %d queries answered"
                        .formatted(
                                ledger.live(),
                                models.size(),
                                sorted.get(sorted.size() / 2),
                                sorted.get(sorted.size() - 1),
                                answered.get()));
    }

    private static List<Long> sorted(List<Long> millis) {
        return millis.stream().sorted().toList();
    }

    private SearchResult rebuilt(ServedIndex live) {
        List<Finding> wrong = new ArrayList<>();
        TopicState topic = topics.updates();
        long offsets =
                topic.ends().entrySet().stream()
                        .mapToLong(end -> end.getValue() - topic.beginnings().get(end.getKey()))
                        .sum();
        long begun = System.nanoTime();
        try (ServedIndex fresh = node("rebuilt").startReady()) {
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            wrong.addAll(new IndexAudit(fresh, ledger, models, random).findings(ledger.all()));
            for (String postId : ledger.sample(200, random)) {
                Map<String, Long> here = IndexAudit.held(live, postId);
                Map<String, Long> there = IndexAudit.held(fresh, postId);
                if (!here.equals(there)) {
                    wrong.add(
                            new Finding(
                                    Kind.LOST,
                                    "%s is %s and %s in the one that was rebuilt"
                                            .formatted(postId, here, there)));
                }
            }
            return new SearchResult(
                    "rebuilt",
                    1,
                    wrong,
                    "ready in %d ms from a topic of %d offsets"
                            .formatted(took.toMillis(), offsets));
        }
    }

    private ServedIndex node(String directory) {
        return new ServedIndex(
                topics,
                plan.directory().resolve(directory),
                plan.directory().resolve("logs"),
                models);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
