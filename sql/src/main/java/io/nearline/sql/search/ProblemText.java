package io.nearline.sql.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;

/**
 * What an answer other than 200 says, in words. Bodies of anything else than a problem stay out.
 */
final class ProblemText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 1_000;

    private ProblemText() {}

    /** Such as {@code HTTP 400: Invalid value: give 1 to 2000 (field k)}. */
    static String of(HttpResponse<byte[]> answer) {
        String status = "HTTP " + answer.statusCode();
        JsonNode problem = problem(answer.body());
        if (!problem.path("title").isTextual()) {
            return status + ", without a problem of the query service";
        }
        String said = problem.path("title").asText();
        if (problem.path("detail").isTextual()) {
            said += ": " + problem.path("detail").asText();
        }
        if (problem.path("field").isTextual()) {
            said += " (field " + problem.path("field").asText() + ")";
        }
        return status + ": " + (said.length() > MOST ? said.substring(0, MOST) + "..." : said);
    }

    private static JsonNode problem(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return JSON.missingNode();
        }
    }
}
