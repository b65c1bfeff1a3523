package io.nearline.retrieval.index;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/**
 * How keys lie in Lucene: one document each, of the update as it came or of a remembered delete.
 * Not thread-safe.
 */
final class UpdateDocument {

    private static final String TERM = "term";
    private static final String MODEL = "model";
    private static final String KEY = "key";
    private static final String UPDATE = "update";
    private static final String DELETED_REVISION = "deleted-revision";
    private static final String DELETED_AT = "deleted-at";

    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);

    /** Takes what an index holds. */
    interface Reader {

        /** Whether the update of a key is to be decoded and handed over. */
        boolean takes(IndexKey key);

        void live(IndexKey key, IndexUpdate update) throws IOException;

        default void deleted(IndexKey key, long revision, Instant seenAt) {}
    }

    /** The term that finds the document of a key. */
    static Term term(IndexKey key) {
        return new Term(TERM, KeyTerm.of(key.toString()));
    }

    /** The term that finds all documents of a model. */
    static Term ofModel(String modelName) {
        return new Term(MODEL, modelName);
    }

    Document live(IndexKey key, IndexUpdate update) {
        Document document = of(key);
        document.add(new BinaryDocValuesField(UPDATE, new BytesRef(codec.encode(update))));
        return document;
    }

    static Document deleted(IndexKey key, long revision, Instant seenAt) {
        Document document = of(key);
        document.add(new NumericDocValuesField(DELETED_REVISION, revision));
        document.add(new NumericDocValuesField(DELETED_AT, seenAt.toEpochMilli()));
        return document;
    }

    /** Hands over every document of a segment that is not deleted. */
    void read(LeafReaderContext segment, Reader reader) throws IOException {
        LeafReader leaf = segment.reader();
        Bits live = leaf.getLiveDocs();
        BinaryDocValues keys = leaf.getBinaryDocValues(KEY);
        BinaryDocValues updates = leaf.getBinaryDocValues(UPDATE);
        NumericDocValues revisions = leaf.getNumericDocValues(DELETED_REVISION);
        NumericDocValues times = leaf.getNumericDocValues(DELETED_AT);
        if (keys == null) {
            return;
        }
        for (int doc = keys.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = keys.nextDoc()) {
            if (live != null && !live.get(doc)) {
                continue;
            }
            IndexKey key = IndexKey.parse(bytes(keys));
            if (updates != null && updates.advanceExact(doc)) {
                if (reader.takes(key)) {
                    reader.live(key, codec.decode(bytes(updates)));
                }
            } else if (revisions != null
                    && revisions.advanceExact(doc)
                    && times != null
                    && times.advanceExact(doc)) {
                reader.deleted(key, revisions.longValue(), Instant.ofEpochMilli(times.longValue()));
            }
        }
    }

    /** The revision of the update that an index holds for a key; empty if none, or a delete. */
    OptionalLong revision(IndexSearcher index, IndexKey key) throws IOException {
        ScoreDoc[] found = index.search(new TermQuery(term(key)), 1).scoreDocs;
        if (found.length == 0) {
            return OptionalLong.empty();
        }
        List<LeafReaderContext> segments = index.getIndexReader().leaves();
        LeafReaderContext segment = segments.get(ReaderUtil.subIndex(found[0].doc, segments));
        BinaryDocValues updates = segment.reader().getBinaryDocValues(UPDATE);
        return updates != null && updates.advanceExact(found[0].doc - segment.docBase)
                ? OptionalLong.of(codec.decode(bytes(updates)).getRevision())
                : OptionalLong.empty();
    }

    private static Document of(IndexKey key) {
        Document document = new Document();
        document.add(new StringField(TERM, KeyTerm.of(key.toString()), Store.NO));
        document.add(new StringField(MODEL, key.modelName(), Store.NO));
        document.add(new BinaryDocValuesField(KEY, new BytesRef(key.toBytes())));
        return document;
    }

    private static byte[] bytes(BinaryDocValues values) throws IOException {
        BytesRef ref = values.binaryValue();
        return Arrays.copyOfRange(ref.bytes, ref.offset, ref.offset + ref.length);
    }
}
