package io.nearline.sql.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.sql.SqlSession;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.types.Row;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ML_PREDICT} as users write it, through Flink's planner. */
@Timeout(120)
class MlPredictTest {

    @TempDir static Path directory;
    private static Path bundle;

    private final SqlSession sql = new SqlSession(Map.of());

    @BeforeAll
    static void packageModel() throws IOException {
        bundle = TinyBundles.write(TinyModel.ENCODER, "tiny", directory, List.of("short=4"));
    }

    @Test
    void givesEachTextTheVectorOfTheEmbedder() throws Exception {
        sql.run(model(""));

        List<Row> rows = sql.rows(predict("(1, 'the good cat'), (2, 'a bad dog')"));

        assertThat(rows).hasSize(2);
        assertThat(vectorIn(rows, 1)).isEqualTo(embedded("the good cat"));
        assertThat(vectorIn(rows, 2)).isEqualTo(embedded("a bad dog"));
    }

    @Test
    void givesTextsThatCanHaveNoVectorNull() throws Exception {
        sql.run(model(""));

        List<Row> rows =
                sql.rows(predict("(1, 'cat'), (2, CAST(NULL AS STRING)), (3, ' '), (4, 'poison')"));

        assertThat(rows).hasSize(4);
        assertThat(rows)
                .filteredOn(row -> row.getField("vector") != null)
                .extracting(row -> row.getField("id"))
                .containsExactly(1);
    }

    @Test
    void failsTheJobAtATextThatCanHaveNoVectorIfAskedAndShowsNoText() {
        sql.run(model(", 'on-unembeddable-text' = 'fail'"));

        Throwable failure = catchThrowable(() -> sql.rows(predict("(1, 'poison diary')")));

        assertThat(failure).hasStackTraceContaining("UnhealthyVectorException");
        assertThat(ExceptionUtils.stringifyException(failure)).doesNotContain("diary");
    }

    @Test
    void takesAFurtherOutput() throws Exception {
        sql.run(model(", 'output' = 'short'"));

        List<Row> rows = sql.rows(predict("(1, 'the good cat')"));

        assertThat(vectorIn(rows, 1)).hasSize(4);
    }

    @Test
    void refusesAnOutputThatTheModelDoesNotHave() {
        sql.run(model(", 'output' = 'long'"));

        assertThatThrownBy(() -> sql.plan(predict("(1, 'cat')")))
                .hasStackTraceContaining(
                        "has no output 'long', only [short]: set the option 'output'");
    }

    @Test
    void refusesAColumnOfNoVector() {
        sql.run(
                "CREATE MODEL m INPUT (text STRING) OUTPUT (vector STRING) WITH ('provider' ="
                        + " 'nearline', 'bundle' = '"
                        + bundle
                        + "')");

        assertThatThrownBy(() -> sql.plan(predict("(1, 'cat')")))
                .hasStackTraceContaining(
                        "OUTPUT of a nearline model is one column of a vector, found STRING;"
                                + " declare the model as INPUT (text STRING) OUTPUT (vector"
                                + " ARRAY<FLOAT>).");
    }

    @Test
    void refusesAnOptionThatItDoesNotHave() {
        sql.run(model(", 'batch' = '5'"));

        assertThatThrownBy(() -> sql.plan(predict("(1, 'cat')")))
                .hasStackTraceContaining("Unsupported options")
                .hasStackTraceContaining("batch-policy");
    }

    @Test
    void refusesABundleThatIsNotThereWhenTheStatementIsPlanned() {
        sql.run(
                "CREATE MODEL m INPUT (text STRING) OUTPUT (vector ARRAY<FLOAT>) WITH ('provider' ="
                        + " 'nearline', 'bundle' = '/nowhere')");

        assertThatThrownBy(() -> sql.plan(predict("(1, 'cat')")))
                .hasStackTraceContaining("set the option 'digest'");
    }

    @Test
    void refusesABundleThatDoesNotReproduceItsGoldenVectors() throws Exception {
        Path other = TinyBundles.write(TinyModel.BERT, "altered", directory);
        Path golden = other.resolve("golden.json");
        Files.writeString(golden, Files.readString(golden).replace("0.", "0.9"));
        sql.run(
                "CREATE MODEL m INPUT (text STRING) OUTPUT (vector ARRAY<FLOAT>) WITH ('provider' ="
                        + " 'nearline', 'bundle' = '"
                        + other
                        + "')");

        assertThatThrownBy(() -> sql.rows(predict("(1, 'cat')"))).hasStackTraceContaining("golden");
    }

    private static String model(String options) {
        return "CREATE MODEL m INPUT (text STRING) OUTPUT (vector ARRAY<FLOAT>) WITH ('provider' ="
                + " 'nearline', 'bundle' = '"
                + bundle
                + "'"
                + options
                + ")";
    }

    private String predict(String values) {
        sql.run(
                "CREATE TEMPORARY VIEW posts AS SELECT * FROM (VALUES "
                        + values
                        + ") AS t(id, text)");
        return "SELECT id, vector FROM ML_PREDICT(TABLE posts, MODEL m, DESCRIPTOR(text))";
    }

    private static Float[] vectorIn(List<Row> rows, int id) {
        return rows.stream()
                .filter(row -> row.getField("id").equals(id))
                .map(row -> (Float[]) row.getField("vector"))
                .findFirst()
                .orElseThrow();
    }

    private static Float[] embedded(String text) {
        try (Embedder embedder = Embedders.open(bundle, EngineOptions.forCpus(1))) {
            float[] vector = embedder.embed(EmbeddableText.passage(text)).join().vector();
            Float[] boxed = new Float[vector.length];
            for (int i = 0; i < vector.length; i++) {
                boxed[i] = vector[i];
            }
            return boxed;
        }
    }
}
