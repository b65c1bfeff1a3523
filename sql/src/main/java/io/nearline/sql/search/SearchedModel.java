package io.nearline.sql.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.flink.table.api.ValidationException;
import org.jspecify.annotations.Nullable;

/** Settles which model a statement searches. */
final class SearchedModel {

    private SearchedModel() {}

    /**
     * Settings with a digest: the given one, or that of the named or active model of the service
     * now. Vectors of another model mean something else, so a promotion must not move the search.
     *
     * @throws ValidationException if the service cannot be asked, or has no such model
     */
    static SearchSettings settle(SearchSettings settings) {
        if (settings.digest() != null) {
            return settings;
        }
        JsonNode answer;
        try {
            answer = QueryServiceClient.of(settings).models().join();
        } catch (CompletionException | SearchFailedException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ValidationException(
                    """
                    The option '%s' is not set, and the service cannot be asked for it where the \
                    statement is planned: %s\
                    """
                            .formatted(SearchOptions.DIGEST.key(), cause.getMessage()),
                    cause);
        }
        return settle(settings, answer);
    }

    private static SearchSettings settle(SearchSettings settings, JsonNode answer) {
        String wanted = wanted(settings, answer);
        List<String> held = new ArrayList<>();
        for (JsonNode model : answer.path("models")) {
            String name = model.path("name").asText();
            held.add(name);
            if (name.equals(wanted)) {
                return settings.settledOn(name, model.path("digest").asText());
            }
        }
        throw new ValidationException(
                "The query service at %s searches no model%s now, and holds %s; set the options '%s' and '%s'."
                        .formatted(
                                settings.uri(),
                                wanted == null ? "" : " '" + wanted + "'",
                                held,
                                SearchOptions.MODEL.key(),
                                SearchOptions.DIGEST.key()));
    }

    private static @Nullable String wanted(SearchSettings settings, JsonNode answer) {
        return settings.model() == null ? answer.path("active").asText(null) : settings.model();
    }
}
