package io.nearline.retrieval.index;

import static io.nearline.retrieval.index.Updates.FIRST;
import static io.nearline.retrieval.index.Updates.SECOND;
import static io.nearline.retrieval.index.Updates.position;
import static io.nearline.retrieval.index.Updates.querying;
import static io.nearline.retrieval.index.Updates.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.retrieval.search.Hit;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.schemas.IndexKey;
import io.nearline.topics.consume.ModelIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * Whatever is done to a store, it holds what two maps would, of which one is copied from the other
 * at every commit and to the other at every crash.
 */
class LuceneStorePropertyTest {

    private static final int POSTS = 12;

    enum Operation {
        UPSERT,
        DELETE,
        ERASE,
        FORGET,
        COMMIT,
        CRASH
    }

    private record Held(long revision, boolean deleted, Instant seenAt) {}

    @Property(tries = 40)
    void holdsWhatAMapWouldThroughCommitsAndCrashes(
            @ForAll("operations") List<Operation> operations, @ForAll long seed)
            throws IOException {
        Path directory =
                Files.createTempDirectory(Files.createDirectories(Path.of("target")), "store");
        Random random = new Random(seed);
        Map<IndexKey, Held> now = new HashMap<>();
        Map<IndexKey, Held> committed = new HashMap<>();
        long offset = 0;
        long committedOffset = -1;
        LuceneStore store = LuceneStore.open(directory, Tier.FLOAT32);
        try {
            for (Operation operation : operations) {
                offset++;
                ModelIdentity model = random.nextBoolean() ? FIRST : SECOND;
                IndexKey key = new IndexKey("p" + random.nextInt(POSTS), model.name());
                Instant time = Instant.ofEpochMilli(random.nextInt(100));
                switch (operation) {
                    case UPSERT -> {
                        float[] vector = {offset, 1};
                        store.upsert(key, upsert(model, key.postId(), offset, Map.of(), vector));
                        now.put(key, new Held(offset, false, time));
                    }
                    case DELETE -> {
                        store.delete(key, offset, time);
                        now.put(key, new Held(offset, true, time));
                    }
                    case ERASE -> {
                        store.erase(key);
                        now.remove(key);
                    }
                    case FORGET -> {
                        store.forgetDeletes(time);
                        now.values().removeIf(one -> one.deleted() && one.seenAt().isBefore(time));
                    }
                    case COMMIT -> {
                        store.commit(position(offset));
                        committed = new HashMap<>(now);
                        committedOffset = offset;
                    }
                    case CRASH -> {
                        store.close();
                        store = LuceneStore.open(directory, Tier.FLOAT32);
                        now = new HashMap<>(committed);
                        assertThat(store.position().offsets().getOrDefault(0, -1L))
                                .isEqualTo(committedOffset);
                    }
                }
            }
            assertHolds(store, now);
        } finally {
            store.close();
            remove(directory);
        }
    }

    @Provide
    Arbitrary<List<Operation>> operations() {
        return Arbitraries.frequency(
                        Tuple.of(10, Operation.UPSERT),
                        Tuple.of(4, Operation.DELETE),
                        Tuple.of(2, Operation.ERASE),
                        Tuple.of(1, Operation.FORGET),
                        Tuple.of(2, Operation.COMMIT),
                        Tuple.of(1, Operation.CRASH))
                .list()
                .ofMaxSize(60);
    }

    private static void assertHolds(LuceneStore store, Map<IndexKey, Held> expected)
            throws IOException {
        for (ModelIdentity model : List.of(FIRST, SECOND)) {
            Map<String, Long> live = new HashMap<>();
            for (int post = 0; post < POSTS; post++) {
                IndexKey key = new IndexKey("p" + post, model.name());
                Held held = expected.get(key);
                assertThat(store.revision(key))
                        .isEqualTo(
                                held == null
                                        ? OptionalLong.empty()
                                        : OptionalLong.of(held.revision()));
                if (held != null && !held.deleted()) {
                    live.put(key.postId(), held.revision());
                }
            }
            store.models(querying(model));
            Map<String, Long> found = new HashMap<>();
            for (Hit hit :
                    store.searcher()
                            .search(SearchRequest.of(SearchQuery.ofVector(new float[] {1, 1}), 100))
                            .hits()) {
                found.put(hit.post().postId(), hit.post().revision());
            }
            assertThat(found).isEqualTo(live);
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
