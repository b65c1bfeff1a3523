package io.nearline.it.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.nearline.testcluster.Artifacts;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A file below {@code deploy/}. */
final class YamlFile {

    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .build();

    private YamlFile() {}

    /** Its content. */
    static JsonNode tree(String file) {
        try {
            return YAML.readTree(Artifacts.source("deploy/" + file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + file, e);
        }
    }

    /** Its content as a record with a component for each field that may be there. */
    static <T> T strictly(JsonNode content, Class<T> type) {
        try {
            return YAML.treeToValue(content, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What becomes of a resource if another file is laid over it, field by field. */
    static JsonNode overlaid(JsonNode resource, JsonNode over) {
        try {
            return YAML.readerForUpdating(resource.deepCopy()).readValue(over);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
