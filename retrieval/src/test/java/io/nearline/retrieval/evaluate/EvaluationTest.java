package io.nearline.retrieval.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagingRequest;
import io.nearline.packaging.RequestedEntry;
import io.nearline.retrieval.evaluate.EvaluationReport.ModelResult;
import io.nearline.retrieval.evaluate.EvaluationReport.SetResult;
import io.nearline.retrieval.evaluate.SetSource.Kind;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real bundles of tiny models, the real index, a small set of our own. */
class EvaluationTest {

    private static final EngineOptions ENGINE = EngineOptions.forCpus(1);

    @TempDir private static Path bundles;
    private static Path first;
    private static Path second;
    @TempDir private Path directory;

    @BeforeAll
    static void pack() throws IOException {
        first = TinyBundles.write(TinyModel.BERT, "tiny", bundles);
        second = TinyBundles.write(TinyModel.ENCODER, "tiny-encoder", bundles);
    }

    @Test
    void aRetrievalSetIsSearchedByVectorByWordsAndByBoth() throws Exception {
        ModelResult model = only(SetSource.of(Kind.RETRIEVAL, harbour()));

        assertThat(model.figures())
                .extracting(Figure::name)
                .contains("vector nDCG@10", "words recall@100", "hybrid MRR@10");
        assertThat(figure(model, "words nDCG@10").value()).isCloseTo(1, within(1e-9));
        assertThat(figure(model, "words nDCG@10").interval().low()).isCloseTo(1, within(1e-9));
        assertThat(figure(model, "vector recall@10").value()).isCloseTo(1, within(1e-9));
        assertThat(figure(model, "hybrid above words nDCG@10").value())
                .isCloseTo(figure(model, "hybrid nDCG@10").value() - 1, within(1e-9));
        assertThat(figure(model, "index recall@10 against exact").value()).isEqualTo(1);
    }

    @Test
    void queriesThatNobodyJudgedAreLeftOut() throws Exception {
        SetResult set = run(List.of(first), SetSource.of(Kind.RETRIEVAL, harbour()));

        assertThat(set.contents()).isEqualTo("5 documents, 3 queries");
        assertThat(set.name()).isEqualTo("harbour");
    }

    @Test
    void aSecondModelIsComparedWithTheFirst() throws Exception {
        SetResult set = run(List.of(first, second), SetSource.of(Kind.PAIRS, pairs()));

        ModelResult one = set.models().get(0);
        ModelResult other = set.models().get(1);
        assertThat(one.toFirst()).isEmpty();
        assertThat(other.toFirst()).hasSize(1);
        assertThat(other.toFirst().get(0).value())
                .isCloseTo(
                        figure(other, "spearman").value() - figure(one, "spearman").value(),
                        within(1e-12));
    }

    @Test
    void anOutputIsMeasuredInPlaceOfTheVector() throws Exception {
        Path composite =
                TinyBundles.write(
                        TinyModel.SEVERAL_OUTPUTS,
                        "composite",
                        directory,
                        List.of("same=last_hidden_state:mean", "other=last_hidden_state:cls"));
        double whole = spearman(new Evaluation(ENGINE, 100, Progress.NONE), composite);

        assertThat(spearman(ofOutput("same"), composite)).isCloseTo(whole, within(1e-6));
        assertThat(spearman(ofOutput("other"), composite)).isNotCloseTo(whole, within(1e-3));
        assertThatThrownBy(() -> spearman(ofOutput("absent"), composite))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("has no output 'absent', only [same, other]");
    }

    @Test
    void queriesAreEmbeddedByTheQueryTower() throws Exception {
        Path source = TinyModel.BERT.writeTo(directory.resolve("source"));
        Files.copy(source.resolve("model.onnx"), source.resolve("tower.onnx"));
        Path towers =
                ModelPackager.pack(
                                PackagingRequest.builder(source, directory.resolve("towers"))
                                        .graph("model.onnx")
                                        .entries(
                                                List.of(
                                                        new RequestedEntry(
                                                                Role.QUERY,
                                                                Optional.empty(),
                                                                Optional.of("tower.onnx"))))
                                        .build())
                        .bundle()
                        .directory();

        SetResult set = run(List.of(first, towers), SetSource.of(Kind.RETRIEVAL, harbour()));

        assertThat(figure(set.models().get(1), "vector nDCG@10").value())
                .isEqualTo(figure(set.models().get(0), "vector nDCG@10").value());
    }

    private static Evaluation ofOutput(String name) {
        return Evaluation.ofOutput(ENGINE, name, 100, Progress.NONE);
    }

    private double spearman(Evaluation evaluation, Path bundle) throws IOException {
        EvaluationReport report =
                evaluation.run(List.of(bundle), List.of(SetSource.of(Kind.PAIRS, pairs())));
        return figure(report.sets().get(0).models().get(0), "spearman").value();
    }

    @Test
    void textsThatAreTheSameAreOneClusterAndTheirOwnTranslations() throws Exception {
        Path file = directory.resolve("rows.tsv");
        Files.writeString(
                file,
                "label\tlang\ttext\tenglish\n"
                        + "a\txx\tabc\tabc\nb\tyy\tz z z z\tz z z z\n".repeat(5));

        assertThat(figure(only(SetSource.of(Kind.CLUSTERS, file)), "v-measure").value())
                .isCloseTo(1, within(1e-9));
        ModelResult translated = only(SetSource.of(Kind.TRANSLATIONS, file));
        assertThat(figure(translated, "accuracy").value()).isEqualTo(1);
        assertThat(translated.figures()).extracting(Figure::name).contains("accuracy xx");
    }

    @Test
    void theIndexIsComparedWithAnExactSearch() throws Exception {
        Path file = directory.resolve("texts.jsonl");
        Files.write(
                file,
                IntStream.range(0, 300)
                        .mapToObj(i -> "{\"text\": \"abc " + Integer.toString(i, 36) + "\"}")
                        .toList());

        assertThat(
                        figure(
                                        only(SetSource.of(Kind.NEIGHBOURS, file)),
                                        "index recall@10 against exact")
                                .value())
                .isGreaterThan(0.9);
    }

    @Test
    void aDescriptionNamesColumnsRowsAndPublishedFigures() throws Exception {
        Files.writeString(
                directory.resolve("posts.tsv"),
                "topic\tsplit\ttext\n" + "a\ttest\tabc\nb\ttest\tz z z\na\ttrain\tq\n".repeat(3));
        Path description = directory.resolve("sets.json");
        Files.writeString(
                description,
                """
                [{"name": "topics", "kind": "clusters", "path": "posts.tsv",
                  "columns": {"label": "topic"}, "where": {"split": "test"},
                  "published": {"tiny": {"v-measure": 0.5}}}]
                """);

        SetResult set = run(List.of(first), SetDescriptions.read(description).get(0));

        assertThat(set.contents()).isEqualTo("6 texts of 2 topics");
        assertThat(set.models().get(0).figures().get(0).published()).hasValue(0.5);
    }

    @Test
    void aWrongSetIsToldByFileAndLineBeforeAnythingIsEmbedded() throws Exception {
        Path set = directory.resolve("set");
        Files.createDirectories(set);
        for (String name : List.of("corpus.jsonl", "queries.jsonl")) {
            Files.copy(harbour().resolve(name), set.resolve(name));
        }
        assertRefused(Kind.RETRIEVAL, set, "has no qrels_test.tsv or qrels/test.tsv or qrels.tsv");
        Path qrels = set.resolve("qrels_test.tsv");
        Files.writeString(qrels, "query-id\tcorpus-id\tscore\nq1\td9\t1\n");
        assertRefused(Kind.RETRIEVAL, set, "qrels_test.tsv: line 2: judges a document");
        Files.writeString(qrels, "query-id\tcorpus-id\tscore\nq9\td1\t1\n");
        assertRefused(Kind.RETRIEVAL, set, "qrels_test.tsv: line 2: judges a query");
        Path rows = Files.writeString(directory.resolve("r.tsv"), "topic\ttext\na\tsecret\n");
        assertRefused(Kind.CLUSTERS, rows, "r.tsv: line 2: has no 'label', only [topic, text]");
        assertRefused(Kind.PAIRS, directory.resolve("none.tsv"), "there is no such file");
        Path description = directory.resolve("sets.json");
        Files.writeString(description, "{\"kind\": \"stars\", \"path\": \"r.tsv\"}");
        assertThatThrownBy(() -> SetDescriptions.read(description))
                .hasMessageContaining("sets.json: set 1: 'kind' is 'stars'; it is one of [pairs");
    }

    private void assertRefused(Kind kind, Path path, String message) {
        assertThatThrownBy(() -> run(List.of(), SetSource.of(kind, path)))
                .isInstanceOf(InvalidSetException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }

    private static ModelResult only(SetSource source) throws IOException {
        return run(List.of(first), source).models().get(0);
    }

    private static SetResult run(List<Path> models, SetSource source) throws IOException {
        return new Evaluation(EngineOptions.forCpus(1), 100, Progress.NONE)
                .run(models, List.of(source))
                .sets()
                .get(0);
    }

    private static Figure figure(ModelResult model, String name) {
        return model.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Path harbour() throws URISyntaxException {
        return Path.of(EvaluationTest.class.getResource("harbour").toURI());
    }

    private Path pairs() throws IOException {
        return Files.writeString(
                directory.resolve("pairs.tsv"),
                Stream.iterate(1, i -> i + 1)
                        .limit(12)
                        .map(i -> i + "\tabc " + "x ".repeat(i) + "\tabc " + "y ".repeat(i % 5))
                        .collect(Collectors.joining("\n")));
    }
}
