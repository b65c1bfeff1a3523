package io.nearline.faults.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.faults.search.Finding.Kind;
import io.nearline.faults.search.ServedIndex.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Writes a post and searches at once with its token: the answer must have it. */
final class ReadYourWrite {

    private static final int WRITERS = 4;
    private static final int POSTS = 200;
    private static final int DELETE_ONE_IN = 8;

    private final SearchPlan plan;
    private final SearchTopics topics;
    private final SearchModel model;
    private final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> waits = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong slowest = new AtomicLong();

    ReadYourWrite(SearchPlan plan, SearchTopics topics, SearchModel model) {
        this.plan = plan;
        this.topics = topics;
        this.model = model;
    }

    SearchResult run() {
        topics.serve(List.of(model));
        PostLedger ledger = new PostLedger();
        try (UpdateLoad load = new UpdateLoad(topics, List.of(model), ledger, plan.seed());
                ServedIndex node =
                        new ServedIndex(
                                topics,
                                plan.directory().resolve("token-index"),
                                plan.directory().resolve("logs"),
                                List.of(model))) {
            load.fill(POSTS);
            node.startReady();
            int each = plan.trials() / WRITERS;
            Parallel.run(WRITERS, writer -> trials(writer, each, load, node));
            List<Long> sorted = waits.stream().sorted().toList();
            return new SearchResult(
                    "read your write",
                    each * WRITERS,
                    findings,
                    "answers after %.1f ms (median), %.1f ms (99 of 100), %.1f ms (worst)"
                            .formatted(
                                    sorted.get(sorted.size() / 2) / 1e6,
                                    sorted.get(sorted.size() * 99 / 100) / 1e6,
                                    slowest.get() / 1e6));
        }
    }

    /** Each writer has posts of its own, so nobody else moves what it waits for. */
    private void trials(int writer, int count, UpdateLoad load, ServedIndex node) {
        Random random = new Random(plan.seed() + writer);
        for (int trial = 0; trial < count; trial++) {
            String postId = "w%d-%d".formatted(writer, random.nextInt(50));
            boolean deletes = random.nextInt(DELETE_ONE_IN) == 0;
            long begun = System.nanoTime();
            long revision = deletes ? load.delete(postId) : load.edit(postId);
            Answer answer = node.search(question(postId, revision, trial));
            long took = System.nanoTime() - begun;
            waits.add(took);
            slowest.accumulateAndGet(took, Math::max);
            check(postId, revision, deletes, answer).ifPresent(findings::add);
        }
    }

    /** Each other one by words too, which come by another topic. */
    private String question(String postId, long revision, int trial) {
        if (trial % 2 == 0) {
            return """
            {"vector": %s, "modelDigest": "%s", "k": 5, "after": ["%s@%d"], "wait": "2s"}
            """
                    .formatted(
                            Arrays.toString(model.vector(postId, revision)),
                            model.digest(),
                            postId,
                            revision);
        }
        return """
        {"text": "%s", "mode": "words", "k": 5, "after": ["%s@%d"], "wait": "2s"}
        """
                .formatted(UpdateLoad.body(postId, revision), postId, revision);
    }

    private static Optional<Finding> check(
            String postId, long revision, boolean deleted, Answer answer) {
        String token = "%s@%d".formatted(postId, revision);
        if (answer.status() != 200) {
            return Optional.of(new Finding(Kind.FAILED, token + ": " + answer));
        }
        for (JsonNode hit : answer.body().path("hits")) {
            if (hit.path("id").textValue().equals(postId)) {
                boolean right = !deleted && hit.path("revision").longValue() >= revision;
                return right
                        ? Optional.empty()
                        : Optional.of(new Finding(Kind.STALE, token + " found as " + hit));
            }
        }
        return deleted
                ? Optional.empty()
                : Optional.of(new Finding(Kind.STALE, token + " is not found"));
    }
}
