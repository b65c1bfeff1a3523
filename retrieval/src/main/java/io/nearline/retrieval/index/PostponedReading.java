package io.nearline.retrieval.index;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the vectors of the models that are not queried, from the commit that the index was opened
 * with, on a thread of its own: what is queried is answered that much sooner. It begins when it is
 * told that the snapshot is complete, or some seconds after the start if nobody says so.
 */
final class PostponedReading implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostponedReading.class);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final DirectoryReader commit;

    /** Of the thread that asks for revisions. */
    private final UpdateDocument asked;

    /** Of this one's thread. */
    private final UpdateDocument read = new UpdateDocument();

    private final MemorySets memory;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "postponed-reading");
    private volatile boolean closed;
    private volatile @Nullable IOException failure;

    /**
     * Postpones what {@link MemorySets#postpone} was told.
     *
     * @param commit what to read; closed with this
     * @param asked what {@link #revision} reads with
     */
    PostponedReading(DirectoryReader commit, UpdateDocument asked, MemorySets memory) {
        this.commit = commit;
        this.asked = asked;
        this.memory = memory;
        thread.setDaemon(true);
        thread.start();
    }

    /** Begins, if it has not. */
    void begin() {
        begun.countDown();
    }

    /**
     * Returns when everything is in memory.
     *
     * @throws IOException if the commit cannot be read
     */
    void finish() throws IOException {
        begin();
        join();
        check();
    }

    /**
     * Throws what went wrong, if anything.
     *
     * @throws IOException if the commit cannot be read
     */
    void check() throws IOException {
        @Nullable IOException thrown = failure;
        if (thrown != null) {
            throw new IOException(
                    "The vectors of models that are not queried cannot be read: "
                            + thrown.getMessage(),
                    thrown);
        }
    }

    /** The revision held for a key that has not changed since the commit; empty if none. */
    OptionalLong revision(IndexKey key) throws IOException {
        if (!commit.tryIncRef()) {
            // Given back, so all of it is in memory.
            return memory.revision(key);
        }
        try {
            return asked.revision(new IndexSearcher(commit), key);
        } finally {
            commit.decRef();
        }
    }

    @Override
    public void close() {
        closed = true;
        begin();
        join();
    }

    private void run() {
        try (commit) {
            if (!begun.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("brokers have not answered yet; models that are not queried are read");
            }
            for (LeafReaderContext segment : commit.leaves()) {
                read.read(segment, new Restored());
            }
            if (!closed) {
                memory.readAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            // Checksums were compared; what cannot be decoded even so is damaged.
            failure = new IOException(e);
        }
    }

    private void join() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Restored implements UpdateDocument.Reader {

        @Override
        public boolean takes(IndexKey key) {
            return !closed && memory.isPostponed(key);
        }

        @Override
        public void live(IndexKey key, IndexUpdate update) throws IOException {
            memory.restore(key, update);
        }
    }
}
