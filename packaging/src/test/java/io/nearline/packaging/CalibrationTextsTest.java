package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTextsTest {
    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("texts");
    }

    @Test
    void readsPlainTextsAndPosts() throws IOException {
        write(
                200,
                "text %d",
                "{\"text\": \"title\", \"body\": \"below\"}",
                "{\"body\": \"alone\"}");

        CalibrationTexts texts = CalibrationTexts.read(file);

        assertThat(texts.used()).contains("text 0", "title\nbelow", "alone");
    }

    @Test
    void holdsOutEveryFifth() throws IOException {
        write(200, "text %d");

        CalibrationTexts texts = CalibrationTexts.read(file);

        assertThat(texts.used()).hasSize(160).doesNotContainAnyElementsOf(texts.heldOut());
        assertThat(texts.heldOut()).hasSize(40).startsWith("text 4", "text 9");
    }

    @Test
    void spreadsOverALongFile() throws IOException {
        write(5000, "text %d");

        CalibrationTexts texts = CalibrationTexts.read(file);

        assertThat(texts.used()).hasSize(800).startsWith("text 0", "text 5");
    }

    @Test
    void countsATextOnce() throws IOException {
        write(500, "the same");

        assertRejected("has 1 different texts: give 200 or more");
    }

    @Test
    void doesNotCountWhatNobodyCanSee() throws IOException {
        write(199, "text %d", "\u200b\u00a0", "\u2800", "\ufe0f \u3164");

        assertRejected("has 199 different texts: give 200 or more");
    }

    @Test
    void saysWhichLineIsWrongWithoutQuotingIt() throws IOException {
        write(1, "secret", "{\"text\": \"secret");
        assertRejected("line 2 is not valid JSON");
        write(1, "secret", "{\"title\": \"secret\"}");
        assertRejected("line 2 has no text or body");
    }

    @Test
    void takesPostsAsTheyAreThoughSomeAreDeletedOrEmpty() throws IOException {
        write(
                199,
                "{\"text\": \"text %d\"}",
                "{\"text\": \" \\n\\u3000 \"}",
                "{\"body\": null}",
                "{\"kind\": \"delete\", \"id\": \"p1\"}");

        assertRejected("has 199 different texts: give 200 or more");
    }

    @Test
    void refusesAFileThatIsMissingOrCompressed() throws IOException {
        assertRejected("does not exist");
        Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 0});
        assertRejected("is not text in UTF-8: unpack it");
    }

    private void write(int count, String text, String... more) throws IOException {
        List<String> lines = IntStream.range(0, count).mapToObj(text::formatted).toList();
        Files.writeString(file, String.join("\n", lines) + "\n\n" + String.join("\n", more));
        if (count == 1) {
            Files.writeString(file, String.join("\n", lines) + "\n" + String.join("\n", more));
        }
    }

    private void assertRejected(String message) {
        assertThatThrownBy(() -> CalibrationTexts.read(file))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("secret")
                .satisfies(e -> assertThat(String.valueOf(e.getCause())).doesNotContain("secret"));
    }
}
