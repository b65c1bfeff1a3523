package io.nearline.cli.demo;

import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a consumer holds that applies the last update per post and model. Thread-safe. */
final class LastUpdates {

    private final Map<Key, FedPosts.State> last = new HashMap<>();

    private record Key(String postId, String model) {}

    /** Applies the next update of a partition. */
    synchronized void add(IndexUpdate update) {
        last.put(new Key(update.getPostId(), update.getModelName()), state(update));
    }

    /** What is held of a post. */
    synchronized Optional<FedPosts.State> of(String postId, String model) {
        return Optional.ofNullable(last.get(new Key(postId, model)));
    }

    private static FedPosts.State state(IndexUpdate update) {
        byte @Nullable [] hash = null;
        if (update.getContentHash() != null) {
            hash = new byte[update.getContentHash().remaining()];
            update.getContentHash().duplicate().get(hash);
        }
        return new FedPosts.State(
                update.getRevision(),
                update.getRevision(),
                update.getKind() == UpdateKind.UPSERT,
                hash,
                update.getAttributes(),
                update.getLanguage());
    }
}
