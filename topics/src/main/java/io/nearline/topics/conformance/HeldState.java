package io.nearline.topics.conformance;

import io.nearline.topics.consume.ModelIdentity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a consumer holds.
 *
 * @param queried the model to embed queries with; null if there is none
 * @param posts what is held of every post under every model that is not retired, sorted by model
 *     and post. Of these, a query may be compared with those of the queried model's digest
 */
public record HeldState(@Nullable ModelIdentity queried, List<HeldPost> posts) {

    private static final int LISTED = 5;

    public HeldState {
        posts =
                posts.stream()
                        .sorted(
                                Comparator.comparing(HeldPost::modelName)
                                        .thenComparing(HeldPost::postId))
                        .toList();
    }

    /**
     * Where another state differs from this, the right one.
     *
     * @return lines for people, the first few and a count; none if nothing differs
     */
    public List<String> differences(HeldState found) {
        List<String> differences = new ArrayList<>();
        if (!String.valueOf(queried).equals(String.valueOf(found.queried))) {
            differences.add("queries: expected %s, found %s".formatted(queried, found.queried));
        }
        Map<String, HeldPost> wanted = byKey(posts);
        Map<String, HeldPost> held = byKey(found.posts);
        TreeSet<String> keys = new TreeSet<>(wanted.keySet());
        keys.addAll(held.keySet());
        for (String key : keys) {
            compare(key, wanted.get(key), held.get(key), differences);
        }
        if (held.size() < found.posts.size()) {
            differences.add("a post is held twice under one model");
        }
        if (differences.size() > LISTED) {
            int more = differences.size() - LISTED;
            differences.subList(LISTED, differences.size()).clear();
            differences.add("and %d more".formatted(more));
        }
        return differences;
    }

    private static void compare(
            String key,
            @Nullable HeldPost wanted,
            @Nullable HeldPost held,
            List<String> differences) {
        if (wanted == null && held != null) {
            differences.add("%s: expected nothing, found %s".formatted(key, held.describe()));
        } else if (wanted != null && held == null) {
            differences.add("%s: expected %s, found nothing".formatted(key, wanted.describe()));
        } else if (wanted != null && held != null && !wanted.matches(held)) {
            differences.add(
                    "%s: expected %s, found %s%s"
                            .formatted(
                                    key,
                                    wanted.describe(),
                                    held.describe(),
                                    wanted.describe().equals(held.describe())
                                            ? " with another vector, language or attributes"
                                            : ""));
        }
    }

    private static Map<String, HeldPost> byKey(List<HeldPost> posts) {
        Map<String, HeldPost> byKey = new TreeMap<>();
        posts.forEach(post -> byKey.put(post.key(), post));
        return byKey;
    }
}
