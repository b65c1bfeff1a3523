package io.nearline.faults.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.faults.search.Finding.Kind;
import io.nearline.faults.search.ServedIndex.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Promotes one model and goes back, again and again, while queries come as texts from several
 * connections. No query may fail, and the score of every hit must be that of the query's and the
 * post's vectors under the one model that the answer names: a mix of two shows.
 */
final class Promotions {

    private static final int POSTS = 2_000;
    private static final int ASKING = 4;
    private static final int TEXTS = 200;
    private static final double SCORE_TOLERANCE = 1e-3;

    private final SearchPlan plan;
    private final SearchTopics topics;
    private final List<SearchModel> models;
    private final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();
    private final Map<String, List<float[]>> queries = new HashMap<>();

    /**
     * @param models two, with as many dimensions, so that a mix would not be noticed by that
     */
    Promotions(SearchPlan plan, SearchTopics topics, List<SearchModel> models) {
        this.plan = plan;
        this.topics = topics;
        this.models = List.copyOf(models);
    }

    SearchResult run() {
        models.forEach(this::embedQueries);
        topics.serve(models);
        topics.promote(models.get(0), models.get(1), 1);
        PostLedger ledger = new PostLedger();
        try (UpdateLoad load = new UpdateLoad(topics, models, ledger, plan.seed());
                ServedIndex node =
                        new ServedIndex(
                                topics,
                                plan.directory().resolve("promoted-index"),
                                plan.directory().resolve("logs"),
                                models)) {
            load.fill(POSTS);
            node.startReady();
            AtomicInteger asked = new AtomicInteger();
            Thread deciding = new Thread(() -> decide(asked), "decisions");
            deciding.start();
            Parallel.run(ASKING, thread -> ask(node, asked));
            deciding.interrupt();
            models.forEach(this::requireAnswers);
            return new SearchResult(
                    "promotions",
                    2 * plan.promotions(),
                    findings,
                    "%d queries, answered by %s".formatted(plan.queries(), answers));
        }
    }

    private void embedQueries(SearchModel model) {
        List<float[]> vectors = new ArrayList<>();
        try (Embedder embedder = Embedders.open(model.bundle(), EngineOptions.forCpus(1))) {
            for (int i = 0; i < TEXTS; i++) {
                vectors.add(embedder.embed(EmbeddableText.query(text(i))).join().vector());
            }
        }
        queries.put(model.name(), vectors);
    }

    /** Changes the model each time that a share of the queries was asked, forth and back. */
    private void decide(AtomicInteger asked) {
        int changes = 2 * plan.promotions();
        for (int change = 1; change <= changes; change++) {
            int after = (int) ((long) plan.queries() * change / (changes + 1));
            while (asked.get() < after) {
                if (Thread.interrupted()) {
                    return;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            topics.promote(models.get(change % 2), models.get((change + 1) % 2), 1 + 2L * change);
        }
    }

    private void ask(ServedIndex node, AtomicInteger asked) {
        for (int query; (query = asked.getAndIncrement()) < plan.queries(); ) {
            int text = query % TEXTS;
            Answer answer = node.search("{\"text\": \"%s\", \"k\": 10}".formatted(text(text)));
            if (answer.status() != 200) {
                findings.add(new Finding(Kind.FAILED, "query %d: %s".formatted(query, answer)));
            } else {
                check(text, answer.body());
            }
        }
    }

    private void check(int text, JsonNode answer) {
        String name = answer.at("/model/name").textValue();
        SearchModel model =
                models.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        answers.computeIfAbsent(name, unused -> new AtomicLong()).incrementAndGet();
        if (!answer.at("/model/digest").textValue().equals(model.digest())) {
            findings.add(new Finding(Kind.MIXED, "another digest than that of " + name));
        }
        if (answer.path("hits").size() != 10) {
            findings.add(new Finding(Kind.LOST, answer.path("hits").size() + " hits of 10"));
        }
        float[] query = queries.get(name).get(text);
        for (JsonNode hit : answer.path("hits")) {
            float[] post =
                    model.vector(hit.path("id").textValue(), hit.path("revision").longValue());
            double expected = cosine(query, post);
            double score = hit.path("score").doubleValue();
            if (Math.abs(expected - score) > SCORE_TOLERANCE) {
                findings.add(
                        new Finding(
                                Kind.MIXED,
                                "a score of %.4f under %s where it is %.4f"
                                        .formatted(score, name, expected)));
            }
        }
    }

    /** A model that never answered was never promoted. */
    private void requireAnswers(SearchModel model) {
        if (!answers.containsKey(model.name())) {
            findings.add(new Finding(Kind.FAILED, model.name() + " has answered nothing"));
        }
    }

    private static String text(int number) {
        return "a walk by the sea number " + number;
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            dot += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return dot / Math.sqrt(aa * bb);
    }
}
