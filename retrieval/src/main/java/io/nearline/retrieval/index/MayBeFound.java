package io.nearline.retrieval.index;

import java.io.IOException;
import java.util.function.Predicate;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/**
 * Passes the posts that somebody else says may be found. Asked last, and only for posts whose words
 * would bring them among the best.
 */
final class MayBeFound extends Query {

    /** Dearer than any match of words. */
    private static final float COST = 1_000;

    private final String idField;
    private final Predicate<String> mayBeFound;

    MayBeFound(String idField, Predicate<String> mayBeFound) {
        this.idField = idField;
        this.mayBeFound = mayBeFound;
    }

    @Override
    public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override
            public @Nullable Scorer scorer(LeafReaderContext leaf) throws IOException {
                BinaryDocValues ids = leaf.reader().getBinaryDocValues(idField);
                return ids == null
                        ? null
                        : new ConstantScoreScorer(this, score(), mode, asking(leaf, ids));
            }

            @Override
            public boolean isCacheable(LeafReaderContext leaf) {
                return false;
            }
        };
    }

    private TwoPhaseIterator asking(LeafReaderContext leaf, BinaryDocValues ids) {
        return new TwoPhaseIterator(DocIdSetIterator.all(leaf.reader().maxDoc())) {
            @Override
            public boolean matches() throws IOException {
                return ids.advanceExact(approximation.docID())
                        && mayBeFound.test(ids.binaryValue().utf8ToString());
            }

            @Override
            public float matchCost() {
                return COST;
            }
        };
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return "posts that may be found";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MayBeFound that && mayBeFound == that.mayBeFound;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(mayBeFound);
    }
}
