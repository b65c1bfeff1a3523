package io.nearline.operations.rollout;

import io.nearline.schemas.IndexKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one model under which the index-updates topic holds a value, by partition: a key may
 * lie in two of them if the topic has got more. Remembers a post id per key. Not thread-safe.
 */
final class ModelKeys {

    /**
     * A key and where it lies.
     *
     * @param partition number of the partition
     * @param key the key
     */
    record Placed(int partition, IndexKey key) {}

    private final String modelName;
    private final Map<Integer, Set<String>> postsByPartition = new TreeMap<>();

    ModelKeys(String modelName) {
        this.modelName = modelName;
    }

    /**
     * Takes in the next record of a partition; one of another model, or with a key that is none, is
     * passed over.
     *
     * @param value null if the key holds nothing from now on
     */
    void apply(int partition, byte @Nullable [] key, byte @Nullable [] value) {
        IndexKey parsed;
        try {
            parsed = IndexKey.parse(key == null ? new byte[0] : key);
        } catch (IllegalArgumentException foreign) {
            return;
        }
        if (!parsed.modelName().equals(modelName)) {
            return;
        }
        Set<String> posts = postsByPartition.computeIfAbsent(partition, id -> new HashSet<>());
        if (value == null) {
            posts.remove(parsed.postId());
        } else {
            posts.add(parsed.postId());
        }
    }

    long size() {
        return postsByPartition.values().stream().mapToLong(Set::size).sum();
    }

    /**
     * Removes some of them and returns them.
     *
     * @param most how many at most
     */
    List<Placed> take(int most) {
        List<Placed> taken = new ArrayList<>();
        for (Map.Entry<Integer, Set<String>> partition : postsByPartition.entrySet()) {
            Iterator<String> posts = partition.getValue().iterator();
            while (posts.hasNext() && taken.size() < most) {
                taken.add(new Placed(partition.getKey(), new IndexKey(posts.next(), modelName)));
                posts.remove();
            }
        }
        return taken;
    }
}
