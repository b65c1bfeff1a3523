package io.nearline.retrieval.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nearline.retrieval.evaluate.SetSource.Kind;
import io.nearline.testkit.ProjectFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Public sets are read as they are; skipped where they are absent. */
class PublicSetsTest {

    @Test
    void pairsAndRetrievalSets() throws IOException {
        assertThat(contents(Kind.PAIRS, "sts/stsb_en_dev.tsv.gz", Map.of(), Map.of()))
                .isEqualTo("1,500 pairs");
        assertThat(contents(Kind.RETRIEVAL, "retrieval/scifact", Map.of(), Map.of()))
                .isEqualTo("5,183 documents, 300 queries");
        assertThat(contents(Kind.RETRIEVAL, "retrieval/reddit_title_body", Map.of(), Map.of()))
                .isEqualTo("5,000 documents, 1,000 queries");
    }

    @Test
    void topicsTranslationsAndTextsAlone() throws IOException {
        assertThat(contents(Kind.CLUSTERS, "topics/banking77_test.tsv.gz", Map.of(), Map.of()))
                .isEqualTo("3,080 texts of 77 topics");
        assertThat(
                        contents(
                                Kind.CLUSTERS,
                                "topics/sib200_14lang.tsv.gz",
                                Map.of("label", "topic"),
                                Map.of("lang", "eng_Latn", "split", "train")))
                .endsWith("texts of 7 topics");
        assertThat(
                        contents(
                                Kind.TRANSLATIONS,
                                "crosslingual/tatoeba_12lang.tsv.gz",
                                Map.of(),
                                Map.of()))
                .isEqualTo("12,000 pairs in 12 languages");
        assertThat(contents(Kind.NEIGHBOURS, "posts/crisis_t26.jsonl.gz", Map.of(), Map.of()))
                .endsWith("queries");
    }

    private static String contents(
            Kind kind, String path, Map<String, String> columns, Map<String, String> where)
            throws IOException {
        String file = kind == Kind.RETRIEVAL ? path + "/corpus.jsonl.gz" : path;
        Path found = ProjectFiles.sharedData(file).orElse(null);
        assumeTrue(found != null, "shared data are absent: " + path);
        Path set = kind == Kind.RETRIEVAL ? found.getParent() : found;
        return new SetSource("set", kind, set, columns, where, "", Map.of()).read().contents();
    }
}
