package io.nearline.operators.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/**
 * What a registry said.
 *
 * @param status of HTTP
 * @param body its JSON
 */
record RegistryAnswer(int status, JsonNode body) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;
    private static final int TOO_MANY_QUESTIONS = 429;
    private static final int FAILURE = 500;
    private static final List<Integer> REFUSED_CREDENTIALS = List.of(401, 403);

    /**
     * The answer, if a registry gave it. A page to sign in or a 404 of a server that has something
     * else says nothing about a schema.
     *
     * @throws RegistryUnavailableException if it says that it cannot answer, or is none
     */
    static RegistryAnswer of(String url, HttpResponse<String> response)
            throws RegistryUnavailableException {
        int status = response.statusCode();
        if (REFUSED_CREDENTIALS.contains(status)) {
            throw new RegistryUnavailableException(
                    "the schema registry at %s refuses the credentials (HTTP %d); see"
                                    .formatted(url, status)
                            + " nearline.registry.credentials-file");
        }
        Optional<JsonNode> body = json(response.body());
        boolean said = body.isPresent() && (status == OK || hasCode(body.get()));
        if (!said || status >= FAILURE || status == TOO_MANY_QUESTIONS) {
            throw new RegistryUnavailableException(
                    "%s answers HTTP %d, and not as a schema registry does; see nearline.registry.url"
                            .formatted(url, status));
        }
        return new RegistryAnswer(status, body.get());
    }

    private static boolean hasCode(JsonNode body) {
        return body.path("error_code").isInt();
    }

    private static Optional<JsonNode> json(String body) {
        try {
            return Optional.ofNullable(JSON.readTree(body)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    boolean isOk() {
        return status == OK;
    }

    /** The registry's own code of what is wrong; 0 if it gave none. */
    int errorCode() {
        return body.path("error_code").asInt();
    }

    /** Without what the registry said: it may repeat a schema. */
    @Override
    public String toString() {
        return "RegistryAnswer[%d]".formatted(status);
    }
}
