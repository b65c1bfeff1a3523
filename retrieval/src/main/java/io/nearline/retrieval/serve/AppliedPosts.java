package io.nearline.retrieval.serve;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What the index has taken in lately: lets threads wait until it has taken in what they wrote, and
 * shows the newest posts. Told by the thread that applies updates, asked by many.
 */
final class AppliedPosts {

    /** Deletes whose revisions are known here; older ones are asked of the index. */
    private static final int REMEMBERED_DELETES = 100_000;

    /** Texts come apart from vectors, and nobody is told of them. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Newest posts that are kept to be shown. */
    static final int SHOWN = 20;

    /** What an update did. */
    enum Kind {
        UPSERT,
        DELETE
    }

    /**
     * One update that was applied.
     *
     * @param number counts all applied since the start, from 1
     * @param changedAt when the change happened at the source; empty for a delete
     */
    record Applied(
            long number,
            String postId,
            long revision,
            Kind kind,
            String modelName,
            Optional<String> language,
            Map<String, String> attributes,
            Optional<Instant> changedAt,
            Instant appliedAt) {

        /** Without attributes: it may end in a log. */
        @Override
        public String toString() {
            return "%s of post %s in revision %d under %s"
                    .formatted(kind, postId, revision, modelName);
        }
    }

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Deque<Applied> newest = new ArrayDeque<>();
    private final Map<IndexKey, Long> deletes = new BoundedDeletes();
    private final AtomicLong count = new AtomicLong();

    AppliedPosts(InstantSource clock) {
        this.clock = clock;
    }

    /** The index holds this update now. */
    void upserted(IndexKey key, IndexUpdate update) {
        add(
                key,
                new Applied(
                        count.incrementAndGet(),
                        key.postId(),
                        update.getRevision(),
                        Kind.UPSERT,
                        key.modelName(),
                        Optional.ofNullable(update.getLanguage()),
                        Map.copyOf(update.getAttributes()),
                        Optional.of(update.getEventTime()),
                        clock.instant()));
    }

    /** The index does not hold the post any more, and remembers this revision. */
    void deleted(IndexKey key, long revision) {
        add(
                key,
                new Applied(
                        count.incrementAndGet(),
                        key.postId(),
                        revision,
                        Kind.DELETE,
                        key.modelName(),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        clock.instant()));
    }

    /** How many updates were applied since the start. */
    long count() {
        return count.get();
    }

    /** The revision of a delete that was applied since the start, if it is remembered here. */
    OptionalLong deletedRevision(IndexKey key) {
        lock.lock();
        try {
            Long revision = deletes.get(key);
            return revision == null ? OptionalLong.empty() : OptionalLong.of(revision);
        } finally {
            lock.unlock();
        }
    }

    /** What was applied after that many, newest first, at most {@value #SHOWN}. */
    List<Applied> newestSince(long number) {
        lock.lock();
        try {
            List<Applied> since = new ArrayList<>();
            for (Applied applied : newest) {
                if (applied.number() > number) {
                    since.add(applied);
                }
            }
            return since;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something holds, looking whenever an update was applied, and now and then for
     * what comes another way.
     *
     * @return whether it held in this time
     * @throws InterruptedException if the waiting thread is interrupted
     */
    boolean await(BooleanSupplier wanted, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long seen = count.get();
            if (wanted.getAsBoolean()) {
                return true;
            }
            if (!awaitMore(seen, deadline)) {
                return false;
            }
        }
    }

    /** False if the time is over and nothing was applied since; true if it is time to look. */
    private boolean awaitMore(long seen, long deadline) throws InterruptedException {
        lock.lock();
        try {
            long left = Math.min(deadline - System.nanoTime(), LOOK_NANOS);
            while (count.get() == seen && left > 0) {
                left = more.awaitNanos(left);
            }
            return count.get() != seen || deadline - System.nanoTime() > 0;
        } finally {
            lock.unlock();
        }
    }

    private void add(IndexKey key, Applied applied) {
        lock.lock();
        try {
            if (applied.kind() == Kind.DELETE) {
                deletes.put(key, applied.revision());
            } else {
                deletes.remove(key);
            }
            newest.addFirst(applied);
            if (newest.size() > SHOWN) {
                newest.removeLast();
            }
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static final class BoundedDeletes extends LinkedHashMap<IndexKey, Long> {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IndexKey, Long> eldest) {
            return size() > REMEMBERED_DELETES;
        }
    }
}
