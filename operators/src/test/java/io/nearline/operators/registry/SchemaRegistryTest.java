package io.nearline.operators.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.testkit.PaperRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaRegistryTest {

    private static final String POST =
            "{\"type\":\"record\",\"name\":\"P\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}";

    private final PaperRegistry paper = PaperRegistry.start();
    private final SchemaRegistry registry = new SchemaRegistry(access(paper));

    @AfterEach
    void close() {
        paper.close();
    }

    @Test
    void theSchemaOfAnIdIsRead() throws Exception {
        paper.with(7, POST);

        assertThat(registry.schema(7)).isEqualTo(new Schema.Parser().parse(POST));
    }

    @Test
    void whatASchemaUsesIsReadBeforeIt() throws Exception {
        paper.answering(
                "GET /schemas/ids/3",
                200,
                """
                {"schema":"{\\"type\\":\\"record\\",\\"name\\":\\"P\\",\\"fields\\":\
                [{\\"name\\":\\"u\\",\\"type\\":\\"User\\"}]}",
                 "references":[{"name":"User","subject":"users of/all","version":2}]}
                """);
        paper.answering(
                "GET /subjects/users%20of%2Fall/versions/2",
                200,
                """
                {"schema":"{\\"type\\":\\"enum\\",\\"name\\":\\"User\\",\\"symbols\\":[\\"A\\"]}"}
                """);

        assertThat(registry.schema(3).getField("u").schema().getEnumSymbols()).containsExactly("A");
    }

    @Test
    void anIdThatTheRegistryDoesNotHaveIsUnknown() {
        assertThatThrownBy(() -> registry.schema(9))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessage(
                        "the schema registry has no schema id 9; is the topic written with another"
                                + " registry?");
    }

    @Test
    void aSchemaThatIsNotOfAvroIsUnknown() {
        paper.answering("GET /schemas/ids/4", 200, "{\"schemaType\":\"JSON\",\"schema\":\"{}\"}");
        paper.answering("GET /schemas/ids/5", 200, "{\"schema\":\"{}\"}");

        assertThatThrownBy(() -> registry.schema(4))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessage("schema id 4 is of type JSON; the topic's format reads AVRO");
        assertThatThrownBy(() -> registry.schema(5))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessage("schema id 5 is no schema that Avro can read");
    }

    /** A wrong address must not end every record as a dead letter. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | <html>not here</html>",
                "404 | {}",
                "404 | ''",
                "200 | <html>sign in</html>",
                "200 | {}",
                "500 | {\"error_code\":50001}",
                "503 | ''",
                "429 | {\"error_code\":42901}",
                "401 | {\"error_code\":40101}",
                "403 | ''",
                "302 | ''"
            })
    void whatIsNoAnswerOfARegistryIsOneThatIsAway(int status, String body) {
        paper.first(status, body);

        assertThatThrownBy(() -> registry.schema(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("" + status);
    }

    @Test
    void theNextAddressIsAskedWhereOneDoesNotAnswer() throws Exception {
        PaperRegistry gone = PaperRegistry.start();
        gone.close();
        paper.with(7, POST);
        RegistryAccess both =
                new RegistryAccess(List.of(gone.url(), paper.url() + "/"), null, null);

        assertThat(new SchemaRegistry(both).schema(7).getName()).isEqualTo("P");
        assertThatThrownBy(() -> new SchemaRegistry(access(gone)).schema(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessage(
                        "the schema registry at %s does not answer (ConnectException); see"
                                        .formatted(gone.url())
                                + " nearline.registry.url");
    }

    @Test
    void credentialsAreReadFromTheirFileForEachQuestion(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("credentials"), "reader:first\n");
        SchemaRegistry secured =
                new SchemaRegistry(new RegistryAccess(List.of(paper.url()), file.toString(), null));
        paper.with(7, POST);

        secured.schema(7);
        assertThat(paper.authorization()).isEqualTo("Basic cmVhZGVyOmZpcnN0");
        Files.writeString(file, "reader:second");
        secured.schema(7);
        assertThat(paper.authorization()).isEqualTo("Basic cmVhZGVyOnNlY29uZA==");
        Files.delete(file);
        assertThatThrownBy(() -> secured.schema(7))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("nearline.registry.credentials-file");
    }

    @Test
    void aSchemaIsRegisteredUnderItsSubject() throws Exception {
        paper.answering("POST /subjects/posts-value/versions", 200, "{\"id\":12}");

        assertThat(
                        registry.register(
                                SchemaRegistry.subjectOfValues("posts"),
                                new Schema.Parser().parse(POST)))
                .isEqualTo(12);
        paper.answering(
                "POST /subjects/posts-value/versions",
                409,
                "{\"error_code\":409,\"message\":\"\"}");
        assertThatThrownBy(() -> registry.register("posts-value", new Schema.Parser().parse(POST)))
                .isInstanceOf(RefusedSchemaException.class)
                .hasMessageContaining("posts-value");
    }

    @Test
    void subjectsAreListed() throws Exception {
        paper.answering("GET /subjects", 200, "[\"a-value\",\"b-value\"]");

        assertThat(registry.subjects()).containsExactly("a-value", "b-value");
    }

    private static RegistryAccess access(PaperRegistry registry) {
        return new RegistryAccess(List.of(registry.url()), null, null);
    }
}
