package io.nearline.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** The data for development, which lies beside the checkout and is not part of it. */
public final class SharedData {

    private SharedData() {}

    /**
     * Texts of real posts, title and body, spread evenly over the file; skips the test where there
     * is no such file.
     */
    public static List<String> posts(int count) throws IOException {
        return posts(require("posts/reddit_a.jsonl.gz"), count);
    }

    /** Texts of the posts in {@code file}, title and body, spread evenly over it. */
    public static List<String> posts(Path file, int count) throws IOException {
        JsonMapper mapper = new JsonMapper();
        List<String> texts = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < count; i++) {
            JsonNode post = mapper.readTree(lines.get((int) ((long) i * lines.size() / count)));
            texts.add(post.path("text").asText() + "\n" + post.path("body").asText(""));
        }
        return texts;
    }

    /** The lines of a gzip file; skips the test where there is no such file. */
    public static List<String> lines(String path) throws IOException {
        return lines(require(path));
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    private static Path require(String path) {
        Path file = Path.of("..", "..", "shared", "data").resolve(path);
        Assumptions.assumeTrue(Files.isRegularFile(file), () -> "skipped: there is no " + file);
        return file;
    }
}
