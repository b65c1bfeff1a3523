package io.nearline.retrieval.index;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * One chain for posts of all languages, since nobody says what language a query has: words by
 * Unicode's rules, lower case, without accents, and the endings of English words off. The last maps
 * few words of other languages to one another, and queries pass it too. Frequent words stay: they
 * weigh little, and in another language they may be rare ones.
 */
final class PostAnalyzer extends Analyzer {

    @Override
    protected TokenStreamComponents createComponents(String field) {
        StandardTokenizer words = new StandardTokenizer();
        TokenStream chain = new EnglishPossessiveFilter(words);
        chain = new LowerCaseFilter(chain);
        chain = new ASCIIFoldingFilter(chain);
        return new TokenStreamComponents(words, new PorterStemFilter(chain));
    }
}
