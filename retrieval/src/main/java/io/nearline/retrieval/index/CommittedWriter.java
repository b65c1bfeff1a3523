package io.nearline.retrieval.index;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/**
 * A Lucene index whose commits carry a format number and what else is to be known of them. Opens
 * with the last commit: what was not committed does not exist. Not thread-safe but for {@link
 * #writer()}.
 */
final class CommittedWriter implements AutoCloseable {

    private static final String FORMAT_KEY = "nearline.index.format";
    private static final double BUFFER_MEGABYTES = 64;

    private final Path path;
    private final FSDirectory directory;
    private final IndexWriter writer;
    private final String format;

    private CommittedWriter(Path path, FSDirectory directory, IndexWriter writer, String format) {
        this.path = path;
        this.directory = directory;
        this.writer = writer;
        this.format = format;
    }

    /** Reads what a commit holds when it is opened. */
    interface Loader {

        /**
         * Takes the last commit, whose checksums were compared.
         *
         * @param commit closed afterwards, unless it was {@linkplain DirectoryReader#incRef kept}
         */
        void load(DirectoryReader commit) throws IOException;
    }

    /**
     * Opens an index, or makes an empty one.
     *
     * @param format number of the format that this version writes and reads
     * @param loader given the last commit, if there is one
     * @throws IndexUnusableException if it is open elsewhere, of another format, or damaged
     */
    static CommittedWriter open(Path path, String format, Analyzer analyzer, Loader loader)
            throws IOException {
        Files.createDirectories(path);
        FSDirectory directory = FSDirectory.open(path);
        @Nullable IndexWriter writer = null;
        try {
            boolean exists = DirectoryReader.indexExists(directory);
            if (exists) {
                requireFormat(path, directory, format);
            }
            IndexWriterConfig config =
                    new IndexWriterConfig(analyzer)
                            .setOpenMode(exists ? OpenMode.APPEND : OpenMode.CREATE)
                            .setCommitOnClose(false)
                            .setRAMBufferSizeMB(BUFFER_MEGABYTES);
            writer = new IndexWriter(directory, config);
            if (exists) {
                load(directory, loader);
            }
            return new CommittedWriter(path, directory, writer, format);
        } catch (IOException | RuntimeException e) {
            release(writer, directory, e);
            throw meaning(path, format, e);
        }
    }

    /** What the last commit of an index carried, without opening it; empty if there is none. */
    static Map<String, String> carried(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return Map.of();
        }
        try (FSDirectory directory = FSDirectory.open(path)) {
            return DirectoryReader.indexExists(directory)
                    ? Map.copyOf(SegmentInfos.readLatestCommit(directory).getUserData())
                    : Map.of();
        }
    }

    IndexWriter writer() {
        return writer;
    }

    /** A change of the index. */
    interface Change {
        void apply(IndexWriter writer) throws IOException;
    }

    /**
     * Changes the index; durable with the next commit.
     *
     * @throws IOException if the disk fails or has failed before, with what to do
     */
    void write(Change change) throws IOException {
        try {
            change.apply(writer);
        } catch (AlreadyClosedException e) {
            throw unwritable(e.getCause() == null ? e : e.getCause());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** What the last commit carried; empty before the first. */
    Map<String, String> committed() {
        Map<String, String> data = new HashMap<>();
        Iterable<Map.Entry<String, String>> live = writer.getLiveCommitData();
        if (live != null) {
            live.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
        }
        return data;
    }

    /**
     * Makes everything durable together with this.
     *
     * @throws IOException as {@link #write}
     */
    void commit(Map<String, String> carried) throws IOException {
        Map<String, String> data = new HashMap<>(carried);
        data.put(FORMAT_KEY, format);
        write(
                changed -> {
                    changed.setLiveCommitData(data.entrySet());
                    changed.commit();
                });
    }

    /** Releases the files; what was not committed is lost. */
    @Override
    public void close() throws IOException {
        try (directory) {
            writer.rollback();
        }
    }

    @Override
    public String toString() {
        return "index " + path;
    }

    private IOException unwritable(Throwable cause) {
        return new IOException(
                "The %s cannot be written (%s): look at the disk, then start again; what was not committed is read again."
                        .formatted(this, cause.getMessage()),
                cause);
    }

    private static void requireFormat(Path path, FSDirectory directory, String format)
            throws IOException {
        Map<String, String> data = SegmentInfos.readLatestCommit(directory).getUserData();
        String found = data.getOrDefault(FORMAT_KEY, "unknown");
        if (!found.equals(format)) {
            throw IndexUnusableException.otherFormat(path, found, format, null);
        }
    }

    private static void load(FSDirectory directory, Loader loader) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            for (LeafReaderContext segment : reader.leaves()) {
                segment.reader().checkIntegrity();
            }
            loader.load(reader);
        }
    }

    private static void release(
            @Nullable IndexWriter writer, FSDirectory directory, Exception first) {
        try (directory) {
            if (writer != null) {
                writer.rollback();
            }
        } catch (IOException e) {
            first.addSuppressed(e);
        }
    }

    private static IOException meaning(Path path, String format, Exception e) {
        if (e instanceof IndexUnusableException known) {
            return known;
        } else if (e instanceof LockObtainFailedException) {
            return IndexUnusableException.inUse(path, e);
        } else if (e instanceof IndexFormatTooOldException
                || e instanceof IndexFormatTooNewException) {
            return IndexUnusableException.otherFormat(path, "of another Lucene", format, e);
        } else if (e instanceof CorruptIndexException
                || e instanceof EOFException
                || e instanceof NoSuchFileException
                || e instanceof IndexNotFoundException
                || e instanceof RuntimeException) {
            return IndexUnusableException.damaged(path, e);
        }
        return (IOException) e;
    }
}
