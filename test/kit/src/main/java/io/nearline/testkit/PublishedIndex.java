package io.nearline.testkit;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The index as the simplest consumer of the index-updates topic has it: the last record of a key
 * wins. Feed it the topic in order.
 */
public final class PublishedIndex {
    private final Map<IndexKey, IndexUpdate> latest = new HashMap<>();
    private final Map<IndexKey, Long> revisions = new HashMap<>();
    private final Map<IndexKey, Long> highest = new HashMap<>();
    private final Set<IndexKey> forgotten = new HashSet<>();
    private final List<String> regressions = new ArrayList<>();
    private int records;

    /** Applies the next record of the topic. */
    public void apply(IndexUpdate update) {
        records++;
        IndexKey key = new IndexKey(update.getPostId(), update.getModelName());
        latest.put(key, update);
        forgotten.remove(key);
        highest.merge(key, update.getRevision(), Math::max);
        Long before = revisions.put(key, update.getRevision());
        if (before != null && before > update.getRevision()) {
            regressions.add(
                    "%s went from revision %d back to %d"
                            .formatted(key, before, update.getRevision()));
        }
    }

    /** Applies a tombstone, the next record of the topic: the index holds nothing of the key. */
    public void forget(IndexKey key) {
        records++;
        latest.remove(key);
        forgotten.add(key);
    }

    /** Returns whether the last record of the key was a tombstone. */
    public boolean hasForgotten(IndexKey key) {
        return forgotten.contains(key);
    }

    /** Returns the last update of every key that has one. */
    public Map<IndexKey, IndexUpdate> latest() {
        return Map.copyOf(latest);
    }

    /** Returns the highest revision that was ever published of a key that has an update. */
    public long highest(IndexKey key) {
        return highest.get(key);
    }

    /** Returns how many records have been applied. */
    public int records() {
        return records;
    }

    /**
     * Returns one line for every record that took its key back to an older revision, be it one that
     * was forgotten.
     */
    public List<String> regressions() {
        return List.copyOf(regressions);
    }

    /**
     * Compares the final states of one model with the oracle's.
     *
     * @return one line for each post that differs, in order of post id; empty if all agree
     */
    public List<String> differencesFrom(Map<String, ExpectedPost> expected, String modelName) {
        Map<String, String> wanted = new TreeMap<>();
        expected.forEach((id, post) -> wanted.put(id, describe(post.revision(), post.kind())));
        Map<String, String> found = new TreeMap<>();
        latest.forEach(
                (key, update) -> {
                    if (key.modelName().equals(modelName)) {
                        found.put(key.postId(), describe(update.getRevision(), update.getKind()));
                    }
                });
        Map<String, String> differences = new TreeMap<>();
        wanted.forEach((id, state) -> note(differences, id, state, found.get(id)));
        found.forEach((id, state) -> note(differences, id, wanted.get(id), state));
        return List.copyOf(differences.values());
    }

    private static String describe(long revision, UpdateKind kind) {
        return kind + " at revision " + revision;
    }

    private static void note(
            Map<String, String> differences, String id, String wanted, String found) {
        if (wanted == null || !wanted.equals(found)) {
            differences.put(
                    id,
                    "%s: expected %s, found %s"
                            .formatted(
                                    id,
                                    wanted == null ? "nothing" : wanted,
                                    found == null ? "nothing" : found));
        }
    }
}
