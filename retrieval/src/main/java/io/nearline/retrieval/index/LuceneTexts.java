package io.nearline.retrieval.index;

import io.nearline.retrieval.words.PostText;
import io.nearline.retrieval.words.TextPosition;
import io.nearline.retrieval.words.TextStore;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.Bits;

/**
 * The texts of posts in a Lucene index of their own: they come from another topic than the vectors,
 * have another position, and are the same for every model.
 */
public final class LuceneTexts implements TextStore {

    /** Number of the format on disk. Another number is not read: the index is rebuilt. */
    public static final String FORMAT = "1";

    private static final String TOPIC_ID = "nearline.topic-id";
    private static final String POSTS_FORMAT = "nearline.posts-format";
    private static final String OFFSETS = "nearline.offsets";

    /** Words of a query beyond these are left out: each costs a list of posts. */
    private static final int MOST_WORDS = 128;

    private final PostAnalyzer analyzer = new PostAnalyzer();
    private final Map<String, Long> revisions = new HashMap<>();
    private final Map<String, Instant> deletes = new HashMap<>();
    private final CommittedWriter disk;
    private final SearcherManager searchers;
    private TextPosition position;

    private LuceneTexts(Path directory) throws IOException {
        disk = CommittedWriter.open(directory, FORMAT, analyzer, this::load);
        searchers = new SearcherManager(disk.writer(), null);
        position = position(disk.committed());
    }

    /**
     * Opens the texts in a directory, or makes an empty store.
     *
     * @throws IndexUnusableException if it is open in another process, was written in another
     *     format, or is damaged
     */
    public static LuceneTexts open(Path directory) throws IOException {
        return new LuceneTexts(directory);
    }

    @Override
    public TextPosition position() {
        return position;
    }

    @Override
    public void apply(PostEvent event, Instant seenAt) throws IOException {
        String postId = event.getPostId();
        Long known = revisions.get(postId);
        if (known != null && known > event.getRevision()) {
            return;
        }
        if (event.getKind() == PostEventKind.DELETE) {
            write(TextDocument.deleted(postId, event.getRevision(), seenAt));
            deletes.put(postId, seenAt);
        } else if (event.getKind() != PostEventKind.UNKNOWN) {
            write(TextDocument.live(PostText.of(event)));
            deletes.remove(postId);
        } else {
            return;
        }
        revisions.put(postId, event.getRevision());
    }

    @Override
    public void erase(String postId) throws IOException {
        remove(postId);
        revisions.remove(postId);
        deletes.remove(postId);
    }

    @Override
    public void clear() throws IOException {
        disk.write(IndexWriter::deleteAll);
        revisions.clear();
        deletes.clear();
        position = TextPosition.NONE;
    }

    @Override
    public void forgetDeletes(Instant seenBefore) throws IOException {
        Iterator<Map.Entry<String, Instant>> all = deletes.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Instant> one = all.next();
            if (one.getValue().isBefore(seenBefore)) {
                remove(one.getKey());
                revisions.remove(one.getKey());
                all.remove();
            }
        }
    }

    @Override
    public void refresh() throws IOException {
        disk.write(writer -> searchers.maybeRefresh());
    }

    @Override
    public void commit(TextPosition reached) throws IOException {
        Map<String, String> carried = new HashMap<>();
        carried.put(TOPIC_ID, reached.topicId());
        carried.put(
                OFFSETS,
                reached.offsets().entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(",")));
        if (!reached.format().isEmpty()) {
            carried.put(POSTS_FORMAT, reached.format());
        }
        disk.commit(carried);
        position = reached;
    }

    @Override
    public List<WordHit> search(String text, int most, Predicate<String> mayBeFound)
            throws IOException {
        Map<String, Integer> words = words(text);
        if (words.isEmpty()) {
            return List.of();
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        words.forEach(
                (word, times) ->
                        any.add(
                                new BoostQuery(
                                        new TermQuery(new Term(TextDocument.WORDS, word)), times),
                                Occur.SHOULD));
        BooleanQuery query =
                new BooleanQuery.Builder()
                        .add(any.build(), Occur.MUST)
                        .add(new MayBeFound(TextDocument.ID, mayBeFound), Occur.FILTER)
                        .build();
        return using(
                searcher -> {
                    TopDocs top = searcher.search(query, most);
                    List<WordHit> hits = new ArrayList<>();
                    for (ScoreDoc one : top.scoreDocs) {
                        hits.add(new WordHit(TextDocument.idOf(searcher, one.doc), one.score));
                    }
                    return hits;
                });
    }

    @Override
    public Optional<PostText> find(String postId) throws IOException {
        return using(
                searcher -> {
                    TopDocs top = searcher.search(new TermQuery(TextDocument.term(postId)), 1);
                    if (top.scoreDocs.length == 0) {
                        return Optional.empty();
                    }
                    return TextDocument.read(
                            postId, searcher.storedFields().document(top.scoreDocs[0].doc));
                });
    }

    @Override
    public void close() throws IOException {
        try (disk) {
            searchers.close();
        }
    }

    /** A look at the index. */
    private interface Look<T> {
        T at(IndexSearcher searcher) throws IOException;
    }

    private <T> T using(Look<T> look) throws IOException {
        IndexSearcher searcher;
        try {
            searcher = searchers.acquire();
        } catch (AlreadyClosedException e) {
            throw new IOException("The texts are being closed.", e);
        }
        try {
            return look.at(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    private Map<String, Integer> words(String text) throws IOException {
        Map<String, Integer> words = new LinkedHashMap<>();
        try (TokenStream tokens = analyzer.tokenStream(TextDocument.WORDS, text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken() && words.size() < MOST_WORDS) {
                words.merge(term.toString(), 1, Integer::sum);
            }
            tokens.end();
        }
        return words;
    }

    private void write(Document document) throws IOException {
        Term key = new Term(TextDocument.TERM, document.getField(TextDocument.TERM).binaryValue());
        disk.write(writer -> writer.updateDocument(key, document));
    }

    private void remove(String postId) throws IOException {
        disk.write(writer -> writer.deleteDocuments(TextDocument.term(postId)));
    }

    private void load(DirectoryReader commit) throws IOException {
        for (LeafReaderContext segment : commit.leaves()) {
            load(segment);
        }
    }

    private void load(LeafReaderContext segment) throws IOException {
        Bits live = segment.reader().getLiveDocs();
        BinaryDocValues ids = segment.reader().getBinaryDocValues(TextDocument.ID);
        NumericDocValues numbers = segment.reader().getNumericDocValues(TextDocument.REVISION);
        NumericDocValues times = segment.reader().getNumericDocValues(TextDocument.DELETED_AT);
        if (ids == null || numbers == null) {
            return;
        }
        for (int doc = ids.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = ids.nextDoc()) {
            if ((live == null || live.get(doc)) && numbers.advanceExact(doc)) {
                String postId = ids.binaryValue().utf8ToString();
                revisions.put(postId, numbers.longValue());
                if (times != null && times.advanceExact(doc)) {
                    deletes.put(postId, Instant.ofEpochMilli(times.longValue()));
                }
            }
        }
    }

    private static TextPosition position(Map<String, String> carried) {
        String topicId = carried.get(TOPIC_ID);
        String offsets = carried.get(OFFSETS);
        if (topicId == null || offsets == null) {
            return TextPosition.NONE;
        }
        SortedMap<Integer, Long> byPartition = new TreeMap<>();
        for (String one : offsets.isEmpty() ? new String[0] : offsets.split(",")) {
            int colon = one.indexOf(':');
            byPartition.put(
                    Integer.valueOf(one.substring(0, colon)),
                    Long.valueOf(one.substring(colon + 1)));
        }
        return new TextPosition(topicId, carried.getOrDefault(POSTS_FORMAT, ""), byPartition);
    }
}
