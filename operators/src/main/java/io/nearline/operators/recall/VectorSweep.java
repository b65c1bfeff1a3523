package io.nearline.operators.recall;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.MapState;

/** One walk through all posts, freeing the vectors of models that do not serve. */
final class VectorSweep implements AutoCloseable {

    private final Stream<String> keys;
    private final Iterator<String> next;
    private final Map<String, Integer> targets;
    private final long begun;

    /**
     * @param keys all posts
     * @param targets the models that it is for, with their terms
     * @param begun the time, milliseconds since the epoch
     */
    VectorSweep(Stream<String> keys, Map<String, Integer> targets, long begun) {
        this.keys = keys;
        this.next = keys.iterator();
        this.targets = targets;
        this.begun = begun;
    }

    boolean hasNext() {
        return next.hasNext();
    }

    /** The next post. */
    String next() {
        return next.next();
    }

    Map<String, Integer> targets() {
        return targets;
    }

    /**
     * Frees what one post has. A vector made since the sweep began is kept: its model has come back
     * and the news of it may be slower than the vector.
     *
     * @param published what is held of the post
     * @param outputs the further vectors of it
     * @param serving names of the models that serve
     * @return how many vectors were freed
     */
    int free(
            MapState<String, PublishedVector> published,
            PublishedOutputs outputs,
            Set<String> serving)
            throws Exception {
        List<String> unserved = new ArrayList<>();
        for (Map.Entry<String, PublishedVector> entry : published.entries()) {
            if (!serving.contains(entry.getKey()) && entry.getValue().embeddedAt() < begun) {
                unserved.add(entry.getKey());
            }
        }
        for (String modelName : unserved) {
            published.remove(modelName);
            outputs.remove(modelName);
        }
        return unserved.size();
    }

    @Override
    public void close() {
        keys.close();
    }
}
