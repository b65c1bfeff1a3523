package io.nearline.packaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Texts with the vectors that the model's publisher gets for them, an object a line: {@code text},
 * {@code vector}, and {@code role} for a query.
 *
 * @param file where they come from
 * @param texts at least one
 */
record ExpectedVectors(Path file, List<Expected> texts) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Set<String> KEYS = Set.of("text", "vector", "role");

    /**
     * One of them.
     *
     * @param line its place in the file, from 1
     */
    record Expected(int line, EmbeddableText text, float[] vector) {}

    static ExpectedVectors read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelRejectedException(
                    file + " is no file: give one with texts and their vectors, an object a line");
        }
        List<Expected> texts = new ArrayList<>();
        int line = 0;
        for (String json : Files.readAllLines(file)) {
            line++;
            if (!json.isBlank()) {
                texts.add(read(file, line, json));
            }
        }
        if (texts.isEmpty()) {
            throw new ModelRejectedException(
                    file + " holds no text: give some with their vectors, an object a line");
        }
        return new ExpectedVectors(file, List.copyOf(texts));
    }

    private static Expected read(Path file, int line, String json) {
        JsonNode object;
        try {
            object = MAPPER.readTree(json);
        } catch (JsonEOFException e) {
            throw refused(file, line, "is cut short: write the file again");
        } catch (JsonProcessingException e) {
            throw refused(file, line, "is not valid JSON: write an object a line");
        }
        List<String> unknown = Keys.unknown(object, KEYS);
        if (!unknown.isEmpty()) {
            throw refused(file, line, "has %s: known are text, vector, role".formatted(unknown));
        }
        if (!object.path("text").isTextual()) {
            throw refused(file, line, "has no text");
        }
        return new Expected(
                line, text(file, line, object), vector(file, line, object.path("vector")));
    }

    private static EmbeddableText text(Path file, int line, JsonNode object) {
        String text = object.path("text").textValue();
        String role = object.path("role").asText("passage").toUpperCase(Locale.ROOT);
        for (Role one : List.of(Role.PASSAGE, Role.QUERY)) {
            if (one.name().equals(role)) {
                return EmbeddableText.of(one, text);
            }
        }
        throw refused(file, line, "has another role than query or passage");
    }

    private static float[] vector(Path file, int line, JsonNode numbers) {
        if (!numbers.isArray() || numbers.isEmpty()) {
            throw refused(file, line, "has no vector, which is a list of numbers");
        }
        float[] vector = new float[numbers.size()];
        for (int i = 0; i < vector.length; i++) {
            if (!numbers.get(i).isNumber() || !Float.isFinite(numbers.get(i).floatValue())) {
                throw refused(file, line, "has a vector with something else than a number");
            }
            vector[i] = numbers.get(i).floatValue();
        }
        return vector;
    }

    private static ModelRejectedException refused(Path file, int line, String problem) {
        return new ModelRejectedException("%s, line %d %s".formatted(file, line, problem));
    }
}
