package io.nearline.packaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** JSON files that a published directory may or may not have. */
final class JsonHints {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path directory;

    JsonHints(Path directory) {
        this.directory = directory;
    }

    /** The file's content, or a missing node where there is no such file. */
    JsonNode read(String file) throws IOException {
        Path path = directory.resolve(file);
        if (!Files.isRegularFile(path)) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode content = MAPPER.readTree(path.toFile());
            if (content.isMissingNode()) {
                throw cutShort(path, null);
            }
            return content;
        } catch (JsonEOFException e) {
            throw cutShort(path, e);
        } catch (JsonProcessingException e) {
            throw new ModelRejectedException(
                    path + " is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Whether there is such a file. */
    boolean has(String file) {
        return Files.isRegularFile(directory.resolve(file));
    }

    private static ModelRejectedException cutShort(Path file, @Nullable JsonEOFException cause) {
        return new ModelRejectedException(
                "%s is cut short: its JSON ends early; copy it again".formatted(file), cause);
    }
}
