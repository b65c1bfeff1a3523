package io.nearline.topics.consume;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A store in memory with a disk that takes over what it holds at a commit. */
public class MapStore extends MemoryStore {

    /** What commits have left; outlives every store on it. */
    public static final class Disk {
        private Map<IndexKey, IndexUpdate> posts = Map.of();
        private Map<IndexKey, Deleted> deletes = Map.of();
        private Position position = Position.NONE;
        private int commits;

        public int commits() {
            return commits;
        }

        public Position position() {
            return position;
        }
    }

    private record Deleted(long revision, Instant seenAt) {}

    private final Map<IndexKey, Deleted> deletes = new HashMap<>();
    private final Disk disk;
    private ModelChoice choice = ModelChoice.NONE;
    private boolean chosen;

    /** Opens what the disk holds. */
    public MapStore(Disk disk) {
        this.disk = disk;
        disk.posts.forEach(super::upsert);
        disk.deletes.forEach(
                (key, deleted) -> {
                    super.delete(key, deleted.revision(), deleted.seenAt());
                    deletes.put(key, deleted);
                });
        super.commit(disk.position);
    }

    @Override
    public void delete(IndexKey key, long revision, Instant seenAt) {
        super.delete(key, revision, seenAt);
        deletes.put(key, new Deleted(revision, seenAt));
    }

    @Override
    public void models(ModelChoice newChoice) {
        super.models(newChoice);
        choice = newChoice;
        chosen = true;
    }

    @Override
    public void commit(Position newPosition) {
        super.commit(newPosition);
        deletes.keySet().removeIf(key -> posts().containsKey(key) || revision(key).isEmpty());
        disk.posts = Map.copyOf(posts());
        disk.deletes = Map.copyOf(deletes);
        disk.position = newPosition;
        disk.commits++;
    }

    /** The model that queries go to now, or null. */
    public ModelIdentity queriedNow() {
        return (chosen ? queried() : position().queried()).orElse(null);
    }

    /** The last choice that was handed over since it was opened. */
    public ModelChoice choice() {
        return choice;
    }
}
