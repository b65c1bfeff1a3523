package io.nearline.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nearline.schemas.IndexKey;
import io.nearline.testkit.Updates;
import io.nearline.topics.conformance.StoreConformance;
import io.nearline.topics.consume.ModelChoice;
import io.nearline.topics.consume.ModelIdentity;
import io.nearline.topics.consume.Position;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example for OpenSearch, on a node of its server in this JVM. */
@Timeout(600)
class OpenSearchStoreITCase {

    private static final IndexKey KEY = new IndexKey("p1", "a");
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir private static Path directory;
    private static OpenSearchNode node;
    private static OpenSearchIndices indices;
    private static CompiledExample example;

    @BeforeAll
    static void startOpenSearch() throws Exception {
        node = OpenSearchNode.start(directory.resolve("node"));
        indices = new OpenSearchIndices(node.url());
        example = new CompiledExample("OpenSearchStore", directory.resolve("classes"));
    }

    @AfterAll
    static void stopOpenSearch() throws Exception {
        if (example != null) {
            example.close();
        }
        if (node != null) {
            node.close();
        }
    }

    @BeforeEach
    void clear() throws IOException {
        indices.drop();
    }

    private static UpdateStore open() throws IOException {
        return example.open(node.url());
    }

    @Test
    void isRightByTheRulesAndTheRecordings() {
        assertThat(
                        StoreConformance.problems(
                                new ExamplePlace(
                                        OpenSearchStoreITCase::open, indices::held, indices::drop)))
                .isEmpty();
    }

    @Test
    void theEngineItselfRefusesAnOlderRevision() throws Exception {
        try (UpdateStore store = open()) {
            store.upsert(KEY, Updates.upsert("p1", 5, "a"));
            store.commit(position(1));

            int status =
                    indices.call(
                                    "PUT",
                                    "/nearline-posts-a/_doc/p1?version=4&version_type=external_gte",
                                    "{}")
                            .path("status")
                            .asInt();

            assertThat(status).isEqualTo(409);
        }
    }

    /** Why the store does not use the engine's deletes for posts that were deleted. */
    @Test
    void theEngineForgetsItsOwnDeletesAndThenTakesAnOlderRevision() throws Exception {
        indices.call("PUT", "/nearline-trap", "{\"settings\": {\"index.gc_deletes\": \"1s\"}}");
        String document = "/nearline-trap/_doc/p1?version_type=external_gte&version=";
        indices.call("PUT", document + 5, "{}");
        indices.call("DELETE", document + 7, "");
        assertThat(indices.call("PUT", document + 6, "{}").path("status").asInt()).isEqualTo(409);

        await().untilAsserted(
                        () ->
                                assertThat(indices.call("PUT", document + 6, "{}").has("result"))
                                        .isTrue());
    }

    /** The engine's own memory of deletes ends after index.gc_deletes; the document's does not. */
    @Test
    void aDeleteStaysDeletedThoughTheEngineForgetsItsDeletes() throws Exception {
        try (UpdateStore store = open()) {
            store.upsert(KEY, Updates.upsert("p1", 1, "a"));
            store.delete(KEY, 7, NOW);
            store.commit(position(1));
        }
        indices.call("POST", "/_flush", "");
        try (UpdateStore store = open()) {
            assertThat(store.revision(KEY)).hasValue(7);
            assertThat(indices.held().posts()).isEmpty();

            store.forgetDeletes(NOW.plusSeconds(1));
            assertThat(store.revision(KEY)).isEmpty();
            store.commit(position(2));
            assertThat(indices.call("GET", "/nearline-posts-a/_count", "").path("count").asInt())
                    .isZero();
        }
    }

    @Test
    void aPostComesBackWithALowerRevisionAfterItsTombstone() throws Exception {
        try (UpdateStore store = open()) {
            store.upsert(KEY, Updates.upsert("p1", 8, "a"));
            store.commit(position(1));
            store.erase(KEY);
            store.upsert(KEY, Updates.upsert("p1", 2, "a"));
            store.commit(position(2));

            assertThat(store.revision(KEY)).hasValue(2);
        }
    }

    @Test
    void aNodeThatFailsLeavesThePositionBehindTheData() throws Exception {
        try (FailingProxy proxy = new FailingProxy(node.url(), "/nearline-state/");
                UpdateStore store = example.open(proxy.url())) {
            store.upsert(KEY, Updates.upsert("p1", 3, "a"));

            assertThatThrownBy(() -> store.commit(position(9)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("503");
        }
        try (UpdateStore store = open()) {
            assertThat(store.position()).isEqualTo(Position.NONE);
            assertThat(store.revision(KEY)).hasValue(3);
            store.upsert(KEY, Updates.upsert("p1", 3, "a"));
            store.commit(position(9));
            assertThat(store.position()).isEqualTo(position(9));
        }
    }

    @Test
    void searchesSeeOneModelAndASwitchWithItsCommit() throws Exception {
        try (UpdateStore store = open()) {
            store.upsert(KEY, Updates.upsert("p1", 1, "a"));
            store.upsert(new IndexKey("p2", "b"), Updates.upsert("p2", 1, "b"));
            store.delete(new IndexKey("p3", "b"), 1, NOW);
            store.models(choice("a"));
            store.commit(position(2));
            assertThat(indices.searched()).containsExactly("p1");

            store.models(choice("b", "a"));
            assertThat(indices.searched()).containsExactly("p1");

            store.commit(position(3));
            assertThat(indices.searched()).containsExactly("p2");
            assertThat(store.revision(KEY)).isEmpty();
        }
    }

    @Test
    void holdsPostsWhoseIdIsLongerThanAnIdMayBe() throws Exception {
        String id = "é".repeat(1024);
        IndexKey key = new IndexKey(id, "a");
        try (UpdateStore store = open()) {
            store.upsert(key, Updates.upsert(id, 1, "a"));
            store.commit(position(1));

            assertThat(store.revision(key)).hasValue(1);
            assertThat(indices.held().posts())
                    .singleElement()
                    .matches(post -> post.postId().equals(id));
        }
    }

    private static ModelChoice choice(String queried, String... retired) {
        String digest = Updates.upsert("p", 1, queried).getModelDigest();
        return new ModelChoice(
                Optional.of(new ModelIdentity(queried, digest)),
                ModelChoice.Reason.ACTIVE,
                Optional.empty(),
                List.of(),
                new TreeSet<>(List.of(retired)));
    }

    private static Position position(long offset) {
        TreeMap<Integer, Long> offsets = new TreeMap<>();
        offsets.put(0, offset);
        return new Position("topic", offsets, true, NOW, Optional.empty(), new TreeSet<>(), 0);
    }
}
