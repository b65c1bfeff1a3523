package io.nearline.retrieval.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.testkit.ProjectFiles;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a search finds and how it is answered. */
final class SearchOverHttpTest extends ServiceOverHttp {

    @Test
    void findsByTextWithTheModelsOwnBundle() throws Exception {
        JsonNode answer = search("{\"text\": \"p-2\", \"k\": 2}", 200);

        assertThat(answer.at("/hits/0/id").textValue()).isEqualTo("p-2");
        assertThat(answer.at("/hits")).hasSize(2);
        assertThat(answer.at("/model/digest").textValue()).isEqualTo(DIGEST);
        assertThat(answer.at("/plan/expectedRecall").doubleValue()).isEqualTo(1);
        assertThat(answer.at("/freshness/recordsBehind").longValue()).isZero();
        assertThat(answer.at("/hits/0").has("sources")).isFalse();
        assertThat(answer.at("/hits/0").has("vector")).isFalse();
    }

    @Test
    void findsByVectorAndByPostAndExplains() throws Exception {
        String vector = JSON.writeValueAsString(HashEmbedder.vectorOf("p-1"));
        JsonNode byVector =
                search(
                        """
                        {"vector": %s, "modelDigest": "%s", "explain": true, "include": ["vector"],
                         "filter": {"exclude": ["p-2"], "languages": ["en"], "minSimilarity": -1,
                                    "attributes": {"author": ["ann"]}, "from": "2026-01-01T00:00:00Z"},
                         "groupBy": {"attribute": "author"}, "exact": true, "collapse": 0.99}
                        """
                                .formatted(vector, DIGEST),
                        200);
        JsonNode byPost = search("{\"like\": [\"p-1\"]}", 200);

        assertThat(byVector.at("/hits/0/id").textValue()).isEqualTo("p-1");
        assertThat(byVector.at("/hits/0/sources/0/source").textValue()).isEqualTo("vector");
        assertThat(byVector.at("/hits/0").has("text")).isFalse();
        assertThat(byVector.at("/hits/0/vector")).hasSize(ListedPosts.DIMENSIONS);
        assertThat(byPost.findValuesAsText("id")).doesNotContain("p-1");
    }

    @Test
    void answersTheShortForm() throws Exception {
        HttpResponse<String> answer =
                get(
                        "/v1/search?q=p-2&k=1&language=en&author=ann&attribute=topic:a:b&exclude=p-9"
                            + "&exact=true&explain=true&minSimilarity=-1&groupBy=author&wait=1s&include=text",
                        "/v1/search",
                        200);

        assertThat(JSON.readTree(answer.body()).at("/hits/0/id").textValue()).isEqualTo("p-2");
    }

    @Test
    void showsWhatPostsSayOnRequest() throws Exception {
        JsonNode hits =
                search("{\"text\": \"p-2\", \"include\": [\"text\", \"vector\"]}", 200).at("/hits");

        assertThat(hits.at("/0/text/body").textValue()).isEqualTo("what the post says");
        assertThat(hits.at("/0/text/revision").longValue()).isEqualTo(3);
        assertThat(hits.at("/1/text").isNull()).isTrue();
    }

    @Test
    void handsCandidatesOverAsJsonLines() throws Exception {
        HttpResponse<String> answer =
                send(
                        post("{\"text\": \"p-2\", \"k\": 2000, \"include\": [\"vector\","
                                        + " \"text\"]}")
                                .header("Accept", "application/x-ndjson"),
                        "/v1/search",
                        200);

        List<String> lines = answer.body().lines().toList();
        assertThat(lines).hasSize(3);
        JsonNode first = JSON.readTree(lines.get(0));
        assertThat(first.at("/id").textValue()).isEqualTo("p-2");
        assertThat(first.at("/modelDigest").textValue()).isEqualTo(DIGEST);
        assertThat(first.at("/sources/vector/rank").intValue()).isEqualTo(1);
        assertThat(answer.headers().firstValue("Nearline-Model-Digest")).contains(DIGEST);
        assertThat(answer.headers().firstValue("Nearline-Plan")).contains("exact");
    }

    @Test
    void tellsWhereTheTimeWent() throws Exception {
        HttpResponse<String> answer = send(post("{\"text\": \"p-2\"}"), "/v1/search", 200);

        String header = answer.headers().firstValue("Server-Timing").orElseThrow();
        assertThat(header)
                .matches(
                        Stream.of("queue", "wait", "embed", "model", "search", "fetch", "encode")
                                .map(stage -> stage + ";dur=\\d+\\.\\d+(E-\\d)?")
                                .collect(Collectors.joining(", ")));
        double embed = JSON.readTree(answer.body()).at("/took/embed").doubleValue();
        assertThat(header).contains("embed;dur=" + embed);
        assertThat(get("/metrics").body())
                .contains("nearline_query_stage_seconds_count{stage=\"queue\"} 1")
                .contains("nearline_query_stage_seconds_count{stage=\"encode\"} 1");
    }

    @Test
    void takesTenThousandExcludedIds() throws Exception {
        List<String> ids = new ArrayList<>(List.of("p-2"));
        for (int i = 0; i < 10_000; i++) {
            ids.add("seen-" + i);
        }
        JsonNode answer =
                search(
                        "{\"text\": \"p-2\", \"filter\": {\"exclude\": %s}}"
                                .formatted(JSON.writeValueAsString(ids)),
                        200);

        assertThat(answer.findValuesAsText("id")).doesNotContain("p-2").hasSize(2);
    }

    @Test
    void readsWhatWasWritten() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting =
                client.sendAsync(
                        post("{\"text\": \"new\", \"k\": 1, \"after\": [\"p-new@7\"], \"wait\":"
                                        + " \"30s\"}")
                                .build(),
                        BodyHandlers.ofString());
        index.put(MODEL, "p-new", 6, HashEmbedder.vectorOf("old"), Map.of());
        index.put(MODEL, "p-new", 7, HashEmbedder.vectorOf("new"), Map.of());

        JsonNode answer = JSON.readTree(waiting.get(30, TimeUnit.SECONDS).body());

        assertThat(answer.at("/hits/0/id").textValue()).isEqualTo("p-new");
        assertThat(answer.at("/hits/0/revision").longValue()).isEqualTo(7);
    }

    @Test
    void readsADeletionThatWasWritten() throws Exception {
        index.delete(MODEL, "p-2", 4);

        JsonNode answer = search("{\"text\": \"p-2\", \"after\": [\"p-2@4\"]}", 200);

        assertThat(answer.findValuesAsText("id")).doesNotContain("p-2");
    }

    @Test
    void refusesAnAnswerThatWouldBeStale() throws Exception {
        JsonNode answer =
                search("{\"text\": \"p-2\", \"after\": [\"p-2@9\"], \"wait\": \"10ms\"}", 412);

        assertThat(answer.path("type").textValue()).endsWith("not-reached");
    }

    @Test
    void answersFromOneModelAcrossAPromotion() throws Exception {
        index.hold(NEXT, NEXT_DIGEST);
        index.put(NEXT, "p-1", 3, HashEmbedder.vectorOf("p-1"), Map.of());
        JsonNode before = search("{\"text\": \"p-1\"}", 200);
        index.activate(NEXT);
        JsonNode after = search("{\"text\": \"p-1\"}", 200);
        JsonNode former = search("{\"text\": \"p-1\", \"model\": \"hashes\"}", 200);

        assertThat(before.at("/model/digest").textValue()).isEqualTo(DIGEST);
        assertThat(after.at("/model/digest").textValue()).isEqualTo(NEXT_DIGEST);
        assertThat(former.at("/model/digest").textValue()).isEqualTo(DIGEST);
    }

    @Test
    void refusesToEmbedWithAnotherBundleAndNamesBothDigests() throws Exception {
        QueryEncoders real =
                new QueryEncoders(
                        new BundleFinder(
                                List.of(bundleNamed(MODEL)), (name, digest) -> Optional.empty()),
                        path -> new HashEmbedder(MODEL, "never opened"));
        restart(ServerSettings.defaults(), real);

        String detail = search("{\"text\": \"a\"}", 503).path("detail").textValue();

        assertThat(detail)
                .contains(DIGEST)
                .containsPattern("the digest [0-9a-f]{64}")
                .contains("--bundle");
    }

    private static final String NEXT = "next-hashes";
    private static final String NEXT_DIGEST = "0b".repeat(32);

    /** A directory with the manifest of a real bundle; nothing else of it is looked at. */
    private Path bundleNamed(String model) throws IOException {
        Path bundle = Files.createDirectories(directory.resolve("bundles").resolve(model));
        JsonNode manifest = JSON.readTree(ProjectFiles.int8Bundle().resolve("model.json").toFile());
        ((ObjectNode) manifest).put("name", model);
        JSON.writeValue(bundle.resolve("model.json").toFile(), manifest);
        return bundle;
    }
}
