package io.nearline.retrieval.evaluate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.retrieval.evaluate.SetSource.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads files that describe labelled sets, and the figures published for them. */
public final class SetDescriptions {

    private static final Set<String> FIELDS =
            Set.of("name", "kind", "path", "columns", "where", "qrels", "published");

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(JsonParser.Feature.ALLOW_COMMENTS);

    private SetDescriptions() {}

    /**
     * The sets that a file describes: one JSON object, or an array of them. Paths are relative to
     * the file.
     *
     * @throws InvalidSetException naming the file, and the entry or the line
     */
    public static List<SetSource> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidSetException(
                    file, "there is no such file; a description of sets is expected");
        }
        JsonNode all;
        try {
            all = JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new InvalidSetException(
                    file, e.getLocation().getLineNr(), e.getOriginalMessage(), e);
        }
        List<SetSource> sources = new ArrayList<>();
        for (JsonNode one : all.isArray() ? all : JSON.createArrayNode().add(all)) {
            sources.add(source(file, sources.size() + 1, one));
        }
        return sources;
    }

    private static SetSource source(Path file, int number, JsonNode one) {
        Iterator<String> names = one.fieldNames();
        while (names.hasNext()) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw invalid(file, number, "knows no '%s', only %s".formatted(name, FIELDS));
            }
        }
        try {
            Path path = file.resolveSibling(text(file, number, one, "path"));
            SetSource usual = SetSource.of(kind(file, number, one), path);
            return new SetSource(
                    one.path("name").asText(usual.name()),
                    usual.kind(),
                    path,
                    texts(one.path("columns")),
                    texts(one.path("where")),
                    one.path("qrels").asText(""),
                    one.has("published")
                            ? JSON.convertValue(one.get("published"), new TypeReference<>() {})
                            : Map.of());
        } catch (IllegalArgumentException e) {
            throw invalid(
                    file,
                    number,
                    "'columns' and 'where' map names to texts, 'published' maps models to figures"
                            + " to numbers");
        }
    }

    private static Map<String, String> texts(JsonNode node) {
        return node.isMissingNode()
                ? Map.of()
                : JSON.convertValue(node, new TypeReference<Map<String, String>>() {});
    }

    private static Kind kind(Path file, int number, JsonNode one) {
        String name = text(file, number, one, "kind");
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                invalid(
                                        file,
                                        number,
                                        "'kind' is '%s'; it is one of %s"
                                                .formatted(
                                                        name,
                                                        Arrays.toString(Kind.values())
                                                                .toLowerCase(Locale.ROOT))));
    }

    private static String text(Path file, int number, JsonNode one, String field) {
        JsonNode value = one.path(field);
        if (!value.isTextual()) {
            throw invalid(file, number, "needs '%s'".formatted(field));
        }
        return value.asText();
    }

    private static InvalidSetException invalid(Path file, int number, String problem) {
        return new InvalidSetException(file, "set %d: %s".formatted(number, problem));
    }
}
