package io.nearline.retrieval.vectors;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits.Relation;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;

/**
 * A graph of neighbours over the vectors of one moment, made by Lucene in one segment, in mapped
 * files. Never changed: what was deleted or is not selected is passed over while the graph is
 * walked, and what came after that moment lies beside it ({@link #beside}). (Y. Malkov, D.
 * Yashunin, "Efficient and robust approximate nearest neighbor search using hierarchical navigable
 * small world graphs", 2018.)
 */
public final class HnswGraph implements AutoCloseable {

    /** Vectors with more components are not taken by Lucene. */
    public static final int MOST_DIMENSIONS = 1024;

    private static final String VECTOR = "vector";
    private static final String PLACE = "place";

    /** Vectors of one segment before a merge has to join their graphs. */
    private static final double BUFFER_MEGABYTES = 256;

    private final FSDirectory directory;
    private final DirectoryReader reader;
    private final LeafReader leaf;
    private final Page[] pages;
    private final int[] sizes;
    private final int slots;

    /** Page and slot by number of the document. */
    private final int[] places;

    private HnswGraph(FSDirectory directory, DirectoryReader reader, PageView[] views)
            throws IOException {
        this.directory = directory;
        this.reader = reader;
        this.leaf = reader.leaves().get(0).reader();
        this.pages = new Page[views.length];
        this.sizes = new int[views.length];
        for (int i = 0; i < views.length; i++) {
            pages[i] = views[i].page();
            sizes[i] = views[i].size();
        }
        this.slots = views[0].page().slots();
        this.places = new int[leaf.maxDoc()];
        NumericDocValues values = leaf.getNumericDocValues(PLACE);
        for (int doc = values.nextDoc();
                doc != DocIdSetIterator.NO_MORE_DOCS;
                doc = values.nextDoc()) {
            places[doc] = (int) values.longValue();
        }
    }

    /**
     * Makes the graph, which takes about a millisecond a vector.
     *
     * @param moment with at least one post
     * @param path a directory of its own, new; deleted when the graph is closed
     * @param givenUp asked now and then; the graph is not made if it says yes
     * @throws InterruptedIOException if it was given up
     */
    static HnswGraph of(Moment moment, Path path, BooleanSupplier givenUp) throws IOException {
        FSDirectory directory = FSDirectory.open(path);
        try {
            write(moment, directory, givenUp);
            return new HnswGraph(directory, DirectoryReader.open(directory), moment.views());
        } catch (IOException | RuntimeException e) {
            delete(directory);
            throw e;
        }
    }

    private static void write(Moment moment, FSDirectory directory, BooleanSupplier givenUp)
            throws IOException {
        IndexWriterConfig config =
                new IndexWriterConfig()
                        .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                        .setMergePolicy(new LogDocMergePolicy())
                        .setMergeScheduler(new SerialMergeScheduler());
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            PageView[] views = moment.views();
            for (int i = 0; i < views.length; i++) {
                if (givenUp.getAsBoolean()) {
                    throw new InterruptedIOException("The graph is not needed any more.");
                }
                add(writer, views[i], i * views[i].page().slots());
            }
            writer.forceMerge(1);
            writer.commit();
        }
    }

    /** Posts in the graph, those among them that are no longer held. */
    public int size() {
        return places.length;
    }

    /**
     * The selected posts nearest to a direction along the graph, as places in the selection's
     * moment.
     *
     * @param most how many
     * @param visits vectors compared at most
     * @return empty if that many visits did not do, or the graph was closed meanwhile
     */
    Optional<int[]> nearest(Selected selected, float[] direction, int most, int visits)
            throws IOException {
        if (!reader.tryIncRef()) {
            return Optional.empty();
        }
        try {
            Passing passing = new Passing(selected);
            TopDocs top = leaf.searchNearestVectors(VECTOR, direction, most, passing, visits);
            if (top.totalHits.relation != Relation.EQUAL_TO) {
                return Optional.empty();
            }
            int[] found = new int[top.scoreDocs.length];
            for (int i = 0; i < found.length; i++) {
                found[i] = passing.place(top.scoreDocs[i]);
            }
            return Optional.of(found);
        } catch (AlreadyClosedException e) {
            return Optional.empty();
        } finally {
            reader.decRef();
        }
    }

    /** What of a selection came after the graph's moment. */
    Selected beside(Selected selected) {
        PageView[] views = selected.moment().views();
        long[][] bits = new long[views.length][];
        int[] viewOf = viewsIn(selected.moment());
        for (int i = 0; i < views.length; i++) {
            bits[i] = selected.bits(i);
        }
        for (int i = 0; i < pages.length; i++) {
            if (viewOf[i] >= 0) {
                bits[viewOf[i]] = from(sizes[i], bits[viewOf[i]]);
            }
        }
        return selected.with(bits);
    }

    /** Waits for nobody: the files go when the last search has left. */
    @Override
    public void close() throws IOException {
        if (reader.getRefCount() > 0) {
            reader.close();
            delete(directory);
        }
    }

    /** What is mapped stays readable until it is let go of. */
    private static void delete(FSDirectory directory) throws IOException {
        Path path = directory.getDirectory();
        for (String file : directory.listAll()) {
            Files.deleteIfExists(path.resolve(file));
        }
        directory.close();
        Files.deleteIfExists(path);
    }

    private static void add(IndexWriter writer, PageView view, int first) throws IOException {
        Page page = view.page();
        float[] scratch = new float[page.dimensions()];
        for (int slot = 0; slot < view.size(); slot++) {
            if (view.isLive(slot)) {
                float[] row = page.rows().get(slot, scratch);
                float[] unit = new float[row.length];
                for (int i = 0; i < unit.length; i++) {
                    unit[i] = row[i] * page.factor(slot);
                }
                Document document = new Document();
                document.add(
                        new KnnFloatVectorField(
                                VECTOR, unit, VectorSimilarityFunction.DOT_PRODUCT));
                document.add(new NumericDocValuesField(PLACE, first + slot));
                writer.addDocument(document);
            }
        }
    }

    private int[] viewsIn(Moment moment) {
        int[] views = new int[pages.length];
        for (int i = 0; i < pages.length; i++) {
            views[i] = moment.viewOf(pages[i]);
        }
        return views;
    }

    /** The bits from a place on. */
    private static long[] from(int first, long[] bits) {
        long[] rest = new long[bits.length];
        for (int word = first >> 6; word < bits.length; word++) {
            rest[word] = bits[word];
        }
        if (first >> 6 < rest.length) {
            rest[first >> 6] &= -1L << first;
        }
        return rest;
    }

    /** Which documents may be found, looked at as the graph is walked. */
    private final class Passing implements Bits {

        private final Selected selected;
        private final int[] views;

        Passing(Selected selected) {
            this.selected = selected;
            this.views = viewsIn(selected.moment());
        }

        @Override
        public boolean get(int doc) {
            int place = places[doc];
            int slot = place % slots;
            int view = views[place / slots];
            return view >= 0
                    && (selected.bits(view)[slot >> 6] >>> slot & 1) != 0
                    && !selected.excluded().contains(pages[place / slots], slot);
        }

        @Override
        public int length() {
            return places.length;
        }

        int place(ScoreDoc found) {
            int place = places[found.doc];
            return views[place / slots] * slots + place % slots;
        }
    }
}
