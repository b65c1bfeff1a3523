package io.nearline.retrieval.index;

import io.nearline.retrieval.words.PostText;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;

/** A post's text as Lucene keeps it, or a remembered delete. */
final class TextDocument {

    /** Term that names a post. */
    static final String TERM = "term";

    static final String ID = "id";
    static final String REVISION = "revision";
    static final String DELETED_AT = "deleted-at";
    static final String WORDS = "words";
    private static final String AUTHOR = "author";
    private static final String TITLE = "title";
    private static final String BODY = "body";
    private static final String OTHER = "other";

    private static final FieldType COUNTED = new FieldType();

    static {
        COUNTED.setTokenized(true);
        COUNTED.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        COUNTED.freeze();
    }

    private TextDocument() {}

    /** A text as it is kept. */
    static Document live(PostText text) {
        Document document = of(text.postId(), text.revision());
        document.add(new StoredField(REVISION, text.revision()));
        text.author().ifPresent(author -> document.add(new StoredField(AUTHOR, author)));
        text.title().ifPresent(title -> add(document, TITLE, title));
        text.body().ifPresent(body -> add(document, BODY, body));
        text.others().forEach(other -> add(document, OTHER, other));
        return document;
    }

    private static void add(Document document, String name, String text) {
        document.add(new StoredField(name, text));
        document.add(new Field(WORDS, text, COUNTED));
    }

    /** A delete that is remembered. */
    static Document deleted(String postId, long revision, Instant seenAt) {
        Document document = of(postId, revision);
        document.add(new NumericDocValuesField(DELETED_AT, seenAt.toEpochMilli()));
        return document;
    }

    private static Document of(String postId, long revision) {
        Document document = new Document();
        document.add(new StringField(TERM, KeyTerm.of(postId), Store.NO));
        document.add(new BinaryDocValuesField(ID, new BytesRef(postId)));
        document.add(new NumericDocValuesField(REVISION, revision));
        return document;
    }

    /** The text that a document holds; empty if it is a remembered delete. */
    static Optional<PostText> read(String postId, Document document) {
        if (document.getField(REVISION) == null) {
            return Optional.empty();
        }
        return Optional.of(
                new PostText(
                        postId,
                        document.getField(REVISION).numericValue().longValue(),
                        Optional.ofNullable(document.get(AUTHOR)),
                        Optional.ofNullable(document.get(TITLE)),
                        Optional.ofNullable(document.get(BODY)),
                        Arrays.asList(document.getValues(OTHER))));
    }

    /** The term that finds the document of a post. */
    static Term term(String postId) {
        return new Term(TERM, KeyTerm.of(postId));
    }

    /** The post of a hit. */
    static String idOf(IndexSearcher searcher, int document) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
        BinaryDocValues ids = leaf.reader().getBinaryDocValues(ID);
        if (ids == null || !ids.advanceExact(document - leaf.docBase)) {
            throw new IOException("A text has no post id.");
        }
        return ids.binaryValue().utf8ToString();
    }
}
