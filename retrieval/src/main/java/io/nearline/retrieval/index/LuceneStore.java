package io.nearline.retrieval.index;

import io.nearline.retrieval.search.Searcher;
import io.nearline.retrieval.vectors.Approach;
import io.nearline.retrieval.vectors.GraphKeeper;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.retrieval.words.WordSearch;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.topics.consume.ModelChoice;
import io.nearline.topics.consume.ModelIdentity;
import io.nearline.topics.consume.Position;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index: every key of index-updates in one Lucene index on disk, whose commits carry the
 * position, and all vectors in memory, where they are searched. A search sees an update as soon as
 * the call that brought it has returned.
 *
 * <p>Data and position are one commit, so a crash leaves both as they were at one moment, and what
 * came later is read again from the topic.
 */
public final class LuceneStore implements UpdateStore {

    /** Number of the format on disk. Another number is not read: the index is rebuilt. */
    public static final String FORMAT = "1";

    private static final Logger LOG = LoggerFactory.getLogger(LuceneStore.class);

    /** Directory of the updates, in that of the index. */
    static final String UPDATES = "updates";

    private static final String SCRATCH = "scratch";

    private final InstantSource clock;
    private final Approach approach;
    private final CommittedWriter disk;
    private final MemorySets memory;
    private final UpdateDocument documents = new UpdateDocument();
    private final Map<IndexKey, Deleted> deleted = new HashMap<>();
    private final @Nullable PostponedReading postponed;
    private Position position = Position.NONE;
    private @Nullable DirectoryReader unread;
    private final AtomicLong unsearchable = new AtomicLong();
    private volatile boolean closed;

    private record Deleted(long revision, Instant seenAt) {}

    private LuceneStore(Path directory, Tier tier, Approach approach, InstantSource clock)
            throws IOException {
        this.clock = clock;
        this.approach = approach;
        Path scratch = Files.createDirectories(directory.resolve(SCRATCH));
        memory = new MemorySets(tier, approach, scratch);
        disk =
                CommittedWriter.open(
                        directory.resolve(UPDATES),
                        FORMAT,
                        new KeywordAnalyzer(),
                        commit -> load(directory, commit));
        memory.query(position.queried());
        postponed = unread == null ? null : new PostponedReading(unread, documents, memory);
        removeLeftOver(scratch);
    }

    /**
     * Opens the index in a directory, or makes an empty one; reads the vectors of the model that
     * was searched into memory. Those of others follow when the first {@link #models} has come, or
     * after some seconds; until then they cannot be searched.
     *
     * @param tier how much of the vectors is held in the heap
     * @throws IndexUnusableException if it is open in another process, was written in another
     *     format, or is damaged
     */
    public static LuceneStore open(Path directory, Tier tier) throws IOException {
        return open(directory, tier, Approach.AUTO);
    }

    /**
     * The same.
     *
     * @param approach how the nearest of many posts are looked for
     */
    public static LuceneStore open(Path directory, Tier tier, Approach approach)
            throws IOException {
        return new LuceneStore(directory, tier, approach, InstantSource.system());
    }

    static LuceneStore open(Path directory, Tier tier, InstantSource clock) throws IOException {
        return new LuceneStore(directory, tier, Approach.AUTO, clock);
    }

    /**
     * The model that the index in a directory was searched with when it was committed last, found
     * without opening it.
     *
     * @return empty if there is no index, or none that can be read; opening it says why
     */
    public static Optional<ModelIdentity> lastQueried(Path directory) {
        try {
            Map<String, String> carried = CommittedWriter.carried(directory.resolve(UPDATES));
            return carried.isEmpty() ? Optional.empty() : Position.of(carried).queried();
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("the last commit in {} cannot be read: {}", directory, e.toString());
            return Optional.empty();
        }
    }

    /** Searches what this store holds, by vector alone. */
    public Searcher searcher() {
        return new PostSearch(this::shelf, approach, null);
    }

    /** Searches what this store holds, by vector and by words. */
    public Searcher searcher(WordSearch words) {
        return new PostSearch(this::shelf, approach, words);
    }

    /**
     * Updates since the start whose vectors could not be searched, so that their posts are not. May
     * be called by any thread.
     */
    public long unsearchable() {
        return unsearchable.get();
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public OptionalLong revision(IndexKey key) throws IOException {
        Deleted known = deleted.get(key);
        if (known != null) {
            return OptionalLong.of(known.revision());
        }
        return postponed != null && memory.isPostponed(key)
                ? postponed.revision(key)
                : memory.revision(key);
    }

    @Override
    public void upsert(IndexKey key, IndexUpdate update) throws IOException {
        try {
            memory.put(key, update);
        } catch (IllegalArgumentException e) {
            unsearchable.incrementAndGet();
            LOG.warn(
                    "The vector of {} in revision {} cannot be searched ({}): the post is left out"
                            + " until its next revision",
                    key,
                    update.getRevision(),
                    e.getMessage());
            delete(key, update.getRevision(), clock.instant());
            return;
        }
        disk.write(
                writer ->
                        writer.updateDocument(
                                UpdateDocument.term(key), documents.live(key, update)));
        deleted.remove(key);
    }

    @Override
    public void delete(IndexKey key, long revision, Instant seenAt) throws IOException {
        disk.write(
                writer ->
                        writer.updateDocument(
                                UpdateDocument.term(key),
                                UpdateDocument.deleted(key, revision, seenAt)));
        deleted.put(key, new Deleted(revision, seenAt));
        memory.remove(key);
    }

    @Override
    public void erase(IndexKey key) throws IOException {
        disk.write(writer -> writer.deleteDocuments(UpdateDocument.term(key)));
        deleted.remove(key);
        memory.remove(key);
    }

    @Override
    public void forgetDeletes(Instant seenBefore) throws IOException {
        Iterator<Map.Entry<IndexKey, Deleted>> all = deleted.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<IndexKey, Deleted> one = all.next();
            if (one.getValue().seenAt().isBefore(seenBefore)) {
                disk.write(writer -> writer.deleteDocuments(UpdateDocument.term(one.getKey())));
                all.remove();
            }
        }
    }

    @Override
    public void models(ModelChoice choice) throws IOException {
        Optional<ModelIdentity> queried = choice.queried();
        if (postponed != null
                && queried.filter(one -> memory.isPostponed(one.name())).isPresent()) {
            postponed.finish();
        }
        memory.query(queried);
        for (String retired : choice.retired()) {
            disk.write(writer -> writer.deleteDocuments(UpdateDocument.ofModel(retired)));
            deleted.keySet().removeIf(key -> key.modelName().equals(retired));
            memory.drop(retired);
        }
        if (postponed != null) {
            postponed.begin();
        }
    }

    @Override
    public void commit(Position reached) throws IOException {
        if (postponed != null) {
            postponed.check();
        }
        disk.commit(reached.toMap());
        position = reached;
        memory.settle();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        try (disk;
                memory) {
            if (postponed != null) {
                postponed.close();
            }
        }
    }

    /**
     * Returns when the models that are not queried can be searched too.
     *
     * @throws IOException if the last commit cannot be read
     */
    void readAll() throws IOException {
        if (postponed != null) {
            postponed.finish();
        }
    }

    /** What is searched; null once closed. */
    @Nullable Shelf shelf() {
        return closed ? null : memory.shelf();
    }

    /**
     * Mapped files lose their name at once, and graphs when the index is closed, so what has one
     * was left by a crash. Not before the index is locked: another process may be about to map one.
     */
    private static void removeLeftOver(Path scratch) throws IOException {
        removeAll(scratch, "*.tmp");
        try (DirectoryStream<Path> graphs =
                Files.newDirectoryStream(scratch, GraphKeeper.PREFIX + "*")) {
            for (Path graph : graphs) {
                removeAll(graph, "*");
                Files.deleteIfExists(graph);
            }
        }
    }

    private static void removeAll(Path directory, String names) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, names)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Reads what is queried, and what is small; the other vectors can wait. */
    private void load(Path directory, DirectoryReader commit) throws IOException {
        try {
            position = Position.of(commit.getIndexCommit().getUserData());
        } catch (IllegalArgumentException e) {
            throw IndexUnusableException.otherFormat(directory, "unknown", FORMAT, e);
        }
        Loaded loaded = new Loaded();
        for (LeafReaderContext segment : commit.leaves()) {
            documents.read(segment, loaded);
        }
        if (loaded.isPostponing) {
            commit.incRef();
            unread = commit;
        }
    }

    /** Takes the last commit into memory, but for vectors of models that are not queried. */
    private final class Loaded implements UpdateDocument.Reader {

        private boolean isPostponing;

        @Override
        public boolean takes(IndexKey key) {
            Optional<ModelIdentity> queried = position.queried();
            if (queried.isEmpty() || queried.get().name().equals(key.modelName())) {
                return true;
            }
            memory.postpone(key.modelName());
            isPostponing = true;
            return false;
        }

        @Override
        public void live(IndexKey key, IndexUpdate update) throws IOException {
            memory.put(key, update);
        }

        @Override
        public void deleted(IndexKey key, long revision, Instant seenAt) {
            deleted.put(key, new Deleted(revision, seenAt));
        }
    }
}
