package io.nearline.it.parity;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nearline.testkit.GzipLines;
import io.nearline.testkit.ProjectFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Texts of real posts; the calling test is skipped where the data are absent. */
final class RealPosts {
    private static final JsonMapper JSON = new JsonMapper();

    private RealPosts() {}

    /** Short ones of many events and longer ones with bodies, half and half, always the same. */
    static List<String> texts(int count) throws IOException {
        List<String> texts = new ArrayList<>();
        texts.addAll(spread("posts/crisis_t26.jsonl.gz", count / 2));
        texts.addAll(spread("posts/reddit_a.jsonl.gz", count - count / 2));
        return texts;
    }

    static Path require(String file) {
        Path path = ProjectFiles.sharedData(file).orElse(null);
        assumeTrue(path != null, "shared data are absent: " + file);
        return path;
    }

    private static List<String> spread(String file, int count) throws IOException {
        List<String> lines = GzipLines.read(require(file));
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JsonNode post = JSON.readTree(lines.get(i * (lines.size() / count)));
            texts.add((post.path("text").asText() + "\n" + post.path("body").asText("")).strip());
        }
        return texts;
    }
}
