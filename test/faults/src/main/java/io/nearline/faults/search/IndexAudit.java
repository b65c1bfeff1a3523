package io.nearline.faults.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.faults.search.Finding.Kind;
import io.nearline.faults.search.ServedIndex.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Compares what a service holds with the ledger, while nobody writes. */
final class IndexAudit {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CONNECTIONS = 4;
    private static final int SEARCHED = 30;

    private final ServedIndex node;
    private final PostLedger ledger;
    private final List<SearchModel> models;
    private final Random random;

    IndexAudit(ServedIndex node, PostLedger ledger, List<SearchModel> models, Random random) {
        this.node = node;
        this.ledger = ledger;
        this.models = List.copyOf(models);
        this.random = random;
    }

    /**
     * Everything about these posts, the number of all posts, and some searches.
     *
     * @return what is still wrong after some time
     */
    List<Finding> findings(Collection<String> postIds) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        List<Finding> findings = new ArrayList<>(counts(until));
        findings.addAll(posts(List.copyOf(postIds), until));
        for (String postId : ledger.sample(SEARCHED, random)) {
            models.forEach(model -> search(postId, model).ifPresent(findings::add));
        }
        return findings;
    }

    /** What a post is under each model, its text's revision under the name of no model. */
    static Map<String, Long> held(ServedIndex node, String postId) {
        Answer answer = node.get("v1/posts/" + postId);
        Map<String, Long> held = new TreeMap<>();
        for (JsonNode one : answer.body().path("held")) {
            held.put(one.path("model").textValue(), one.path("revision").longValue());
        }
        JsonNode text = answer.body().path("text");
        if (!held.isEmpty() && text.isObject()) {
            String body = text.path("body").asText();
            held.put("", Long.parseLong(body.substring(body.lastIndexOf('r') + 1)));
        }
        return held;
    }

    private List<Finding> counts(long until) {
        while (true) {
            Map<String, Long> held = new TreeMap<>();
            for (JsonNode model : node.get("v1/models").body().path("models")) {
                held.put(model.path("name").textValue(), model.path("posts").longValue());
            }
            List<Finding> wrong = new ArrayList<>();
            for (SearchModel model : models) {
                long posts = held.getOrDefault(model.name(), 0L);
                if (posts != ledger.live()) {
                    wrong.add(
                            new Finding(
                                    posts < ledger.live() ? Kind.LOST : Kind.RESURRECTED,
                                    "%s holds %d posts and should hold %d"
                                            .formatted(model.name(), posts, ledger.live())));
                }
            }
            if (wrong.isEmpty() || System.nanoTime() > until) {
                return wrong;
            }
            pause();
        }
    }

    private List<Finding> posts(List<String> postIds, long until) {
        ConcurrentLinkedQueue<Finding> findings = new ConcurrentLinkedQueue<>();
        Parallel.run(
                CONNECTIONS,
                thread -> {
                    for (int i = thread; i < postIds.size(); i += CONNECTIONS) {
                        post(postIds.get(i), until).ifPresent(findings::add);
                    }
                });
        return List.copyOf(findings);
    }

    private Optional<Finding> post(String postId, long until) {
        Map<String, Long> expected = new TreeMap<>();
        ledger.expected(postId)
                .ifPresent(
                        revision -> {
                            models.forEach(model -> expected.put(model.name(), revision));
                            expected.put("", revision);
                        });
        while (true) {
            Map<String, Long> held = held(node, postId);
            if (held.equals(expected)) {
                return Optional.empty();
            }
            if (System.nanoTime() > until) {
                return Optional.of(
                        new Finding(
                                expected.isEmpty() ? Kind.RESURRECTED : Kind.LOST,
                                "%s is %s and should be %s".formatted(postId, held, expected)));
            }
            pause();
        }
    }

    private Optional<Finding> search(String postId, SearchModel model) {
        long revision = ledger.expected(postId).orElseThrow();
        Answer answer =
                node.search(
                        """
                        {"vector": %s, "model": "%s", "modelDigest": "%s", "k": 10, "exact": true}
                        """
                                .formatted(
                                        Arrays.toString(model.vector(postId, revision)),
                                        model.name(),
                                        model.digest()));
        if (answer.status() != 200) {
            return Optional.of(new Finding(Kind.FAILED, "a search: " + answer));
        }
        List<String> ids = answer.body().path("hits").findValuesAsText("id");
        if (ids.stream().distinct().count() != ids.size()) {
            return Optional.of(new Finding(Kind.DOUBLED, "one answer has " + ids));
        }
        boolean isFound =
                !ids.isEmpty()
                        && ids.get(0).equals(postId)
                        && answer.body().at("/hits/0/revision").longValue() == revision
                        && answer.body().at("/hits/0/score").doubleValue() > 0.999;
        return isFound
                ? Optional.empty()
                : Optional.of(
                        new Finding(
                                Kind.LOST,
                                "a search with the vector of %s in revision %d finds %s"
                                        .formatted(postId, revision, ids)));
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
}
