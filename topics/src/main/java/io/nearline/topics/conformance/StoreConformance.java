package io.nearline.topics.conformance;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorEncoding;
import io.nearline.topics.consume.ConsumerOptions;
import io.nearline.topics.consume.ModelChoice;
import io.nearline.topics.consume.ModelIdentity;
import io.nearline.topics.consume.Position;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether an {@link UpdateStore} is right: single rules, and the recorded scenarios read through
 * the consumer kit with commits and crashes at random places. A crash is a close without a commit;
 * that a store bears being killed within a commit is for its own tests.
 */
public final class StoreConformance {

    /** A place that holds one store over many openings. */
    public interface Place {

        /** Opens what the last commit has left. */
        UpdateStore open() throws IOException;

        /** What an open store holds, committed or not. */
        HeldState held(UpdateStore store) throws IOException;

        /** Removes everything; no store is open. */
        void clear() throws IOException;
    }

    /** A rule with what it looks at. */
    private interface Rule {
        void check(Place place, List<String> problems) throws IOException;
    }

    private static final int RUNS = 3;
    private static final int ONE_IN = 6;
    private static final Instant EARLY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2026-02-01T00:00:00Z");
    private static final ModelIdentity MODEL = new ModelIdentity("a", "0".repeat(64));
    private static final IndexKey KEY = new IndexKey("post", "a");
    private static final IndexKey OTHER = new IndexKey("post", "b");

    private StoreConformance() {}

    /**
     * Checks the store that a place holds.
     *
     * @return what is wrong, a line each; none if the store is right
     */
    public static List<String> problems(Place place) {
        List<String> problems = new ArrayList<>();
        run("an empty store", StoreConformance::anEmptyStore, place, problems);
        run("held revisions", StoreConformance::heldRevisions, place, problems);
        run("commits", StoreConformance::commits, place, problems);
        run("forgotten deletes", StoreConformance::forgottenDeletes, place, problems);
        run("retired models", StoreConformance::retiredModels, place, problems);
        for (Scenario scenario : Scenario.all()) {
            for (int seed = 1; seed <= RUNS; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                run(
                        scenario.name() + " with seed " + seed,
                        (at, found) -> play(scenario, random, at, found),
                        place,
                        problems);
            }
        }
        return problems;
    }

    private static void run(String name, Rule rule, Place place, List<String> problems) {
        List<String> found = new ArrayList<>();
        try {
            place.clear();
            rule.check(place, found);
        } catch (IOException | RuntimeException e) {
            found.add("failed with " + e);
        }
        found.forEach(problem -> problems.add(name + ": " + problem));
    }

    private static void play(
            Scenario scenario, SplittableRandom random, Place place, List<String> problems)
            throws IOException {
        ConsumerOptions options =
                ConsumerOptions.defaults().withCommits(1 + random.nextInt(5), Duration.ofDays(1));
        UpdateStore store = place.open();
        try {
            RecordedRun run = new RecordedRun(options, store);
            for (RecordedRecord next : scenario.records()) {
                run.read(next);
                if (random.nextInt(ONE_IN) == 0) {
                    store.close();
                    store = place.open();
                    run.restart(store);
                }
            }
            problems.addAll(scenario.expected().differences(place.held(store)));
            run.commit();
        } finally {
            store.close();
        }
        try (UpdateStore reopened = place.open()) {
            scenario.expected()
                    .differences(place.held(reopened))
                    .forEach(problem -> problems.add("after the last commit, " + problem));
        }
    }

    private static void anEmptyStore(Place place, List<String> problems) throws IOException {
        try (UpdateStore store = place.open()) {
            expect("its position", Position.NONE, store.position(), problems);
            expect("a revision", OptionalLong.empty(), store.revision(KEY), problems);
            store.erase(KEY);
            expect("posts", List.of(), place.held(store).posts(), problems);
        }
    }

    private static void heldRevisions(Place place, List<String> problems) throws IOException {
        try (UpdateStore store = place.open()) {
            store.upsert(KEY, update(KEY, 3));
            expect("after an upsert", OptionalLong.of(3), store.revision(KEY), problems);
            expect("of another model", OptionalLong.empty(), store.revision(OTHER), problems);
            store.upsert(KEY, update(KEY, 5));
            expect("after another upsert", OptionalLong.of(5), store.revision(KEY), problems);
            expect("posts", 1, place.held(store).posts().size(), problems);
            store.delete(KEY, 7, EARLY);
            expect("after a delete", OptionalLong.of(7), store.revision(KEY), problems);
            expect("posts after a delete", List.of(), place.held(store).posts(), problems);
            store.upsert(KEY, update(KEY, 8));
            expect("after it is back", OptionalLong.of(8), store.revision(KEY), problems);
            store.erase(KEY);
            expect("after a tombstone", OptionalLong.empty(), store.revision(KEY), problems);
            store.delete(OTHER, 2, EARLY);
            expect("of a delete of nothing", OptionalLong.of(2), store.revision(OTHER), problems);
            store.erase(OTHER);
            expect("of an erased delete", OptionalLong.empty(), store.revision(OTHER), problems);
        }
    }

    private static void commits(Place place, List<String> problems) throws IOException {
        Position first = position(10, Optional.empty());
        Position second = position(20, Optional.of(MODEL));
        try (UpdateStore store = place.open()) {
            store.upsert(KEY, update(KEY, 3));
            store.delete(OTHER, 4, EARLY);
            store.commit(first);
            store.upsert(KEY, update(KEY, 9));
            store.erase(OTHER);
        }
        try (UpdateStore store = place.open()) {
            expect("the position", first, store.position(), problems);
            expect("without a commit", OptionalLong.of(3), store.revision(KEY), problems);
            expect("a remembered delete", OptionalLong.of(4), store.revision(OTHER), problems);
            store.commit(second);
            expect("the position after a commit", second, store.position(), problems);
        }
        try (UpdateStore store = place.open()) {
            expect("a position without data", second, store.position(), problems);
            expect("data of before", OptionalLong.of(3), store.revision(KEY), problems);
        }
    }

    private static void forgottenDeletes(Place place, List<String> problems) throws IOException {
        IndexKey alive = new IndexKey("alive", "a");
        IndexKey back = new IndexKey("back", "a");
        try (UpdateStore store = place.open()) {
            store.upsert(alive, update(alive, 1));
            store.delete(KEY, 5, EARLY);
            store.delete(OTHER, 6, LATE);
            store.delete(back, 7, EARLY);
            store.upsert(back, update(back, 8));
            store.commit(position(1, Optional.empty()));
            store.forgetDeletes(EARLY.plusSeconds(1));
            expect("of an early delete", OptionalLong.empty(), store.revision(KEY), problems);
            expect("of a late delete", OptionalLong.of(6), store.revision(OTHER), problems);
            expect("of a post that lives", OptionalLong.of(1), store.revision(alive), problems);
            expect("of a post that is back", OptionalLong.of(8), store.revision(back), problems);
            expect("posts", 2, place.held(store).posts().size(), problems);
        }
    }

    private static void retiredModels(Place place, List<String> problems) throws IOException {
        IndexKey deleted = new IndexKey("deleted", "b");
        try (UpdateStore store = place.open()) {
            store.upsert(KEY, update(KEY, 1));
            store.upsert(OTHER, update(OTHER, 1));
            store.delete(deleted, 2, EARLY);
            store.models(
                    new ModelChoice(
                            Optional.of(MODEL),
                            ModelChoice.Reason.ACTIVE,
                            Optional.empty(),
                            List.of(),
                            new TreeSet<>(List.of("b"))));
            store.commit(position(1, Optional.of(MODEL)));
            expect("of the retired model", OptionalLong.empty(), store.revision(OTHER), problems);
            expect("of its delete", OptionalLong.empty(), store.revision(deleted), problems);
            expect("of the queried model", OptionalLong.of(1), store.revision(KEY), problems);
            expect("queries", MODEL, place.held(store).queried(), problems);
            expect("posts", 1, place.held(store).posts().size(), problems);
        }
        try (UpdateStore store = place.open()) {
            expect("queries after a restart", MODEL, place.held(store).queried(), problems);
            expect("posts after a restart", 1, place.held(store).posts().size(), problems);
        }
    }

    private static void expect(
            String what, Object wanted, @Nullable Object found, List<String> problems) {
        if (!wanted.equals(found)) {
            problems.add("%s: expected %s, found %s".formatted(what, wanted, found));
        }
    }

    private static Position position(long offset, Optional<ModelIdentity> queried) {
        TreeMap<Integer, Long> offsets = new TreeMap<>();
        offsets.put(0, offset);
        offsets.put(1, 0L);
        return new Position("topic", offsets, true, EARLY, queried, new TreeSet<>(), 2);
    }

    private static IndexUpdate update(IndexKey key, long revision) {
        ByteBuffer vector = ByteBuffer.allocate(2 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        vector.putFloat(0.6f).putFloat(0.8f).flip();
        return IndexUpdate.newBuilder()
                .setPostId(key.postId())
                .setModelName(key.modelName())
                .setModelDigest(MODEL.digest())
                .setRevision(revision)
                .setKind(UpdateKind.UPSERT)
                .setDimensions(2)
                .setVectorEncoding(VectorEncoding.FLOAT32)
                .setVector(vector)
                .setEventTime(EARLY)
                .build();
    }
}
