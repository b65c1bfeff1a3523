package io.nearline.retrieval.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** The contract of the service, {@code openapi.yaml}, against which every answer is held. */
final class Contract {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode document;
    private final SchemaRegistry schemas =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    Contract() {
        try (InputStream in = QueryServer.class.getResourceAsStream("openapi.yaml")) {
            document = new ObjectMapper(new YAMLFactory()).readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is wrong with an answer; empty if the contract allows it. */
    List<Error> problems(String path, String method, int status, String mediaType, String body) {
        JsonNode response =
                resolve(
                        document.path("paths")
                                .path(path)
                                .path(method)
                                .path("responses")
                                .path(String.valueOf(status)));
        assertThat(response.isMissingNode())
                .as("%s %s may answer %d", method, path, status)
                .isFalse();
        JsonNode content = response.path("content").path(mediaType);
        assertThat(content.isMissingNode())
                .as("%s %s may answer %d as %s", method, path, status, mediaType)
                .isFalse();
        return validate(content.path("schema"), body);
    }

    /** What is wrong with the body of a search. */
    List<Error> problemsOfSearch(String body) {
        return validate(document.at("/components/schemas/SearchRequest"), body);
    }

    /** What is wrong with what happened to a post, as the command line tells it. */
    List<Error> problemsOfHistory(String body) {
        return validate(document.at("/components/schemas/PostHistory"), body);
    }

    /** What is wrong with one moment of the live numbers. */
    List<Error> problemsOfLiveState(String body) {
        return validate(document.at("/components/schemas/LiveState"), body);
    }

    private List<Error> validate(JsonNode schema, String body) {
        ObjectNode root = JSON.createObjectNode();
        root.putArray("allOf").add(schema);
        root.set("components", document.path("components"));
        try {
            JsonNode value = JSON.readTree(body);
            return schemas.getSchema(root)
                    .validate(
                            value,
                            context ->
                                    context.executionConfig(
                                            config -> config.formatAssertionsEnabled(true)));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").textValue().substring(1)) : node;
    }
}
