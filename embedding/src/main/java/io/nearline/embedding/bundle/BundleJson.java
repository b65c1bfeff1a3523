package io.nearline.embedding.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the JSON files of a bundle. Unknown fields are skipped, missing ones refused by
 * name.
 */
final class BundleJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .build();

    private BundleJson() {}

    /**
     * Reads a record.
     *
     * @param optional components that may be missing, nested ones after a dot
     */
    static <T extends Record> T read(Path file, Class<T> type, String... optional) {
        try {
            JsonNode tree = MAPPER.readTree(Files.readAllBytes(file));
            if (tree.isMissingNode()) {
                throw cutShort(file, null);
            }
            List<String> missing =
                    missing(type, tree, "")
                            .filter(name -> !Arrays.asList(optional).contains(name))
                            .toList();
            if (!missing.isEmpty()) {
                throw new ModelRejectedException(
                        file
                                + " lacks "
                                + String.join(", ", missing)
                                + ": add what is missing or package the model again");
            }
            return MAPPER.treeToValue(tree, type);
        } catch (ValueInstantiationException e) {
            // The record itself has said what is wrong.
            throw new ModelRejectedException(
                    "%s is not valid: %s"
                            .formatted(
                                    file, Objects.requireNonNullElse(e.getCause(), e).getMessage()),
                    e);
        } catch (JsonEOFException e) {
            throw cutShort(file, e);
        } catch (JsonProcessingException e) {
            throw new ModelRejectedException(file + " is not valid: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelRejectedException(
                    file + " cannot be read: is this the directory of a model bundle?", e);
        }
    }

    private static ModelRejectedException cutShort(Path file, @Nullable JsonEOFException cause) {
        return new ModelRejectedException(
                "%s is cut short: its JSON ends early; copy the bundle again, whole"
                        .formatted(file),
                cause);
    }

    static void write(Path file, Record value) throws IOException {
        Files.writeString(file, MAPPER.writeValueAsString(value) + "\n");
    }

    private static Stream<String> missing(Class<?> type, JsonNode tree, String path) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(
                        component -> {
                            JsonNode value = tree.path(component.getName());
                            if (value.isMissingNode() || value.isNull()) {
                                return Stream.of(path + component.getName());
                            }
                            return component.getType().isRecord()
                                    ? missing(
                                            component.getType(),
                                            value,
                                            path + component.getName() + ".")
                                    : Stream.empty();
                        });
    }
}
