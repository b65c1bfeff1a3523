package io.nearline.packaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.VisibleText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Texts as the model is going to see them, from a file of one a line: plain, or a post as JSON with
 * its text.
 *
 * @param used those to take scales from
 * @param heldOut those to see with what the scales are worth
 */
record CalibrationTexts(List<String> used, List<String> heldOut) {
    /** Fewer show too few of the extremes. */
    static final int LEAST = 200;

    /** More take time and change nothing. */
    static final int MOST = 1000;

    /** One text of so many is held out. */
    private static final int HELD_OUT = 5;

    /** A kind of post, as {@code ./nearline post} takes it. */
    private static final String DELETE = "delete";

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Numbers only: these may be anybody's posts. */
    @Override
    public String toString() {
        return "CalibrationTexts[%d used, %d held out]".formatted(used.size(), heldOut.size());
    }

    /**
     * Reads distinct texts, spread over the file where it has more than needed. Lines and posts of
     * which nobody can see anything, and deletes, are no texts, as they are none to the job.
     *
     * @throws ModelRejectedException if there is no such file, it has a post without the field of a
     *     text, or too few lines
     */
    static CalibrationTexts read(Path file) throws IOException {
        List<String> texts = spread(texts(file));
        if (texts.size() < LEAST) {
            throw new ModelRejectedException(
                    file
                            + " has "
                            + texts.size()
                            + " different texts: give "
                            + LEAST
                            + " or more, of the kind that the model is going to see");
        }
        List<String> used = new ArrayList<>();
        List<String> heldOut = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            (i % HELD_OUT == HELD_OUT - 1 ? heldOut : used).add(texts.get(i));
        }
        return new CalibrationTexts(used, heldOut);
    }

    private static List<String> texts(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new ModelRejectedException(
                    file + " does not exist: give a file of texts, one a line, or posts as JSON");
        }
        Set<String> texts = new LinkedHashSet<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.startsWith("{") ? textOf(file, number, line) : line;
            if (!VisibleText.saysNothing(text)) {
                texts.add(text);
            }
        }
        return List.copyOf(texts);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new ModelRejectedException(
                    file + " is not text in UTF-8: unpack it if it is compressed", e);
        }
    }

    /** What a post says; nothing for a delete, and where its fields are empty. */
    private static String textOf(Path file, int number, String line) {
        // The cause would quote the text.
        try {
            JsonNode post = MAPPER.readTree(line);
            if (post.has("text")
                    || post.has("body")
                    || DELETE.equalsIgnoreCase(post.path("kind").asText())) {
                return (text(post, "text") + "\n" + text(post, "body")).strip();
            }
        } catch (JsonProcessingException e) {
            throw new ModelRejectedException(
                    file + ", line " + number + " is not valid JSON: mend it or leave it out");
        }
        throw new ModelRejectedException(
                file + ", line " + number + " has no text or body: give it one or leave it out");
    }

    private static String text(JsonNode post, String field) {
        return post.path(field).asText("");
    }

    private static List<String> spread(List<String> texts) {
        int count = Math.min(MOST, texts.size());
        List<String> spread = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            spread.add(texts.get((int) ((long) i * texts.size() / count)));
        }
        return spread;
    }
}
