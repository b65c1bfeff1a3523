package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.GoldenVectors.GoldenVector;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.embedding.vector.Pooling;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The publisher's vectors are those of a bundle with the right settings. */
class ExpectationTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final List<String> TEXTS =
            List.of(
                    "a late train",
                    "The Storm",
                    "cat and dog",
                    "flood ".repeat(70) + "cat ".repeat(250));

    @TempDir private Path folder;
    private Path source;
    private Path vectors;
    private int written;

    @BeforeEach
    void writeModel() throws IOException {
        source = TinyModel.ENCODER.writeTo(folder.resolve("tiny"));
        vectors = folder.resolve("vectors.jsonl");
    }

    @Test
    void passesAndKeepsTheTextsAsGoldenOnes() throws IOException {
        publish(request());

        PackagedModel packaged = ModelPackager.pack(request().expected(vectors).build());

        assertThat(packaged.checks().get("expected vectors"))
                .isEqualTo("8 of vectors.jsonl come out, worst cosine 1.000000");
        assertThat(packaged.bundle().golden().vectors())
                .extracting(GoldenVector::text)
                .containsAll(TEXTS);
    }

    @Test
    void suggestsTheOtherPooling() throws IOException {
        publish(request().pooling(Pooling.CLS));

        assertRefused(request(), "They come out with --pooling cls");
    }

    @Test
    void suggestsThePrefixesOfAKnownFamily() throws IOException {
        publish(request().queryPrefix("query: ").passagePrefix("passage: "));

        assertRefused(
                request(),
                "They come out with --query-prefix \"query: \" --passage-prefix \"passage: \"");
    }

    @Test
    void suggestsTheWindow() throws IOException {
        publish(request().maxTokens(128));

        assertRefused(request(), "They come out with --max-tokens 128");
        assertRefused(request(), "line 4 and 2 of 8 texts miss their vectors");
    }

    @Test
    void reportsThatOnlyQueriesMissTheirs() throws IOException {
        publish(request().queryPrefix("find me "));

        assertRefused(request(), "Only queries miss theirs: give the --query-prefix");
    }

    @Test
    void reportsThatOnlyLongTextsMissTheirs() throws IOException {
        publish(request().maxTokens(90));

        assertRefused(request(), "Only long texts miss theirs: give the --max-tokens");
    }

    @Test
    void asksForTheLengthThatThePublisherGives() throws IOException {
        publish(request().length(VectorLength.AS_COMPUTED));

        assertRefused(request(), "give --no-normalise");
    }

    @Test
    void reportsThatTheVectorsAreOfAnotherModel() throws IOException {
        Files.writeString(vectors, "{\"text\": \"a\", \"vector\": [1, 2]}");

        assertRefused(request(), "line 1 has 2 numbers, the model's vectors 8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\": \"secret\", \"vec\": [1]}                    | line 1 has [vec]",
                "{\"text\": \"secret\"}                                  | line 1 has no vector",
                "{\"vector\": [1]}                                       | line 1 has no text",
                "{\"text\": \"secret\", \"vector\": [\"x\"]}             | line 1 has a vector with"
                        + " something else",
                "{\"text\": \"secret\", \"vector\": [1], \"role\": \"x\"}| line 1 has another role",
                "{\"text\": \"secret\", \"vector\": [1                   | line 1 is cut short",
                "secret                                                  | line 1 is not valid JSON"
            })
    void namesTheLineButNeverTheText(String line, String message) throws IOException {
        Files.writeString(vectors, line);

        assertThatThrownBy(() -> ModelPackager.pack(request().expected(vectors).build()))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret");
    }

    private void publish(PackagingRequest.Builder settings) throws IOException {
        List<String> lines = new ArrayList<>();
        ModelBundle right = ModelPackager.pack(settings.build()).bundle();
        try (ModelEncoder encoder = ModelEncoder.open(right)) {
            for (String text : TEXTS) {
                lines.add(line(text, Role.PASSAGE, encoder.vector(EmbeddableText.passage(text))));
            }
            for (String text : TEXTS) {
                lines.add(line(text, Role.QUERY, encoder.vector(EmbeddableText.query(text))));
            }
        }
        Files.write(vectors, lines);
    }

    private static String line(String text, Role role, float[] vector) {
        ObjectNode line = MAPPER.createObjectNode().put("text", text);
        for (float number : vector) {
            line.withArray("vector").add(number);
        }
        if (role == Role.QUERY) {
            line.put("role", "query");
        }
        return line.toString();
    }

    private PackagingRequest.Builder request() {
        written++;
        return PackagingRequest.builder(source, folder.resolve("bundle" + written));
    }

    private void assertRefused(PackagingRequest.Builder request, String message) {
        assertThatThrownBy(() -> ModelPackager.pack(request.expected(vectors).build()))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(message);
    }
}
