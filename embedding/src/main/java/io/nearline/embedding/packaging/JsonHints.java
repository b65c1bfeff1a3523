package io.nearline.embedding.packaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
            return MAPPER.readTree(path.toFile());
        } catch (JsonProcessingException e) {
            throw new ModelRejectedException(
                    path + " is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }
}
