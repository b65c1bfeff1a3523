package io.nearline.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example for PostgreSQL, on the PostgreSQL that is installed. */
@Timeout(300)
class PostgresStoreITCase {

    private static final IndexKey KEY = new IndexKey("p1", "a");
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir private static Path classes;
    private static PostgresServer server;
    private static PostgresTables tables;
    private static CompiledExample example;

    @BeforeAll
    static void startPostgres() throws Exception {
        Optional<Path> programs = PostgresServer.programs();
        if (programs.isEmpty()) {
            return;
        }
        server = PostgresServer.start(programs.orElseThrow());
        tables = new PostgresTables(server.url());
        example = new CompiledExample("PostgresStore", classes);
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        if (tables != null) {
            tables.close();
        }
        if (example != null) {
            example.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void clear() throws IOException {
        // Here, so that each test is reported as skipped.
        assumeThat(server).as("PostgreSQL's programs: Debian's package postgresql").isNotNull();
        tables.drop();
    }

    private static UpdateStore open() throws IOException {
        return example.open(server.url());
    }

    @Test
    void isRightByTheRulesAndTheRecordings() {
        assertThat(
                        StoreConformance.problems(
                                new ExamplePlace(
                                        PostgresStoreITCase::open, tables::held, tables::drop)))
                .isEmpty();
    }

    @Test
    void anOlderRevisionChangesNothingWhoeverWritesIt() throws Exception {
        try (UpdateStore store = open()) {
            store.upsert(KEY, Updates.upsert("p1", 5, "a"));
            store.upsert(KEY, Updates.upsert("p1", 4, "a"));
            assertThat(store.revision(KEY)).hasValue(5);

            store.delete(KEY, 7, NOW);
            store.upsert(KEY, Updates.upsert("p1", 6, "a"));
            assertThat(store.revision(KEY)).hasValue(7);
            store.commit(Position.NONE);

            assertThat(tables.held().posts()).isEmpty();
        }
    }

    @Test
    void theLaterOfEqualRevisionsCounts() throws Exception {
        IndexUpdate first = Updates.upsert("p1", 5, "a");
        IndexUpdate second = IndexUpdate.newBuilder(first).setLanguage("nl").build();
        try (UpdateStore store = open()) {
            store.upsert(KEY, first);
            store.upsert(KEY, second);
            store.commit(Position.NONE);

            assertThat(tables.held().posts())
                    .singleElement()
                    .matches(post -> "nl".equals(post.language()));
        }
    }

    @Test
    void aServerThatIsKilledKeepsDataAndPositionOfTheLastCommit() throws Exception {
        Position committed = position(10);
        try (UpdateStore store = open()) {
            store.upsert(KEY, Updates.upsert("p1", 1, "a"));
            store.commit(committed);
            store.upsert(KEY, Updates.upsert("p1", 2, "a"));

            server.crash();

            assertThatThrownBy(() -> store.commit(position(20)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("SQL state");
        }
        tables.reconnect();
        try (UpdateStore store = open()) {
            assertThat(store.position()).isEqualTo(committed);
            assertThat(store.revision(KEY)).hasValue(1);
        }
    }

    @Test
    void aSwitchOfModelsIsSeenBySearchesWithItsCommitAndNotBefore() throws Exception {
        ModelIdentity a = new ModelIdentity("a", Updates.upsert("p1", 1, "a").getModelDigest());
        ModelIdentity b = new ModelIdentity("b", Updates.upsert("p1", 1, "b").getModelDigest());
        try (UpdateStore store = open()) {
            store.upsert(KEY, Updates.upsert("p1", 1, "a"));
            store.upsert(new IndexKey("p2", "b"), Updates.upsert("p2", 1, "b"));
            store.models(choice(a));
            store.commit(position(2));
            assertThat(tables.searched()).containsExactly("p1");

            store.models(choice(b, "a"));
            assertThat(tables.searched()).containsExactly("p1");

            store.commit(position(3));
            assertThat(tables.searched()).containsExactly("p2");
            assertThat(store.revision(KEY)).isEqualTo(OptionalLong.empty());
        }
    }

    @Test
    void aSecondConsumerIsRefused() throws Exception {
        try (UpdateStore store = open()) {
            assertThat(store.position()).isEqualTo(Position.NONE);
            assertThatThrownBy(PostgresStoreITCase::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("55P03");
        }
    }

    @Test
    void holdsTextsThatPostgresCannotHoldAsTheyAre() throws Exception {
        IndexUpdate odd =
                IndexUpdate.newBuilder(Updates.upsert("p\0", 1, "a"))
                        .setAttributes(new TreeMap<>(Map.of("a\0", "\0")))
                        .build();
        try (UpdateStore store = open()) {
            store.upsert(new IndexKey("p\0", "a"), odd);
            store.commit(Position.NONE);

            assertThat(store.revision(new IndexKey("p\0", "a"))).hasValue(1);
        }
    }

    private static ModelChoice choice(ModelIdentity queried, String... retired) {
        return new ModelChoice(
                Optional.of(queried),
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
