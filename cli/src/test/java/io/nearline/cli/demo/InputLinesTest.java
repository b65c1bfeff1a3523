package io.nearline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operations.posts.PostLine;
import io.nearline.operations.posts.PostLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputLinesTest {

    @Test
    void goesThroughTheInputsOneAfterTheOther() throws IOException {
        List<PostInput> inputs = List.of(input("1\n2\n"), input(""), input("3"));

        assertThat(texts(inputs)).containsExactly("1", "2", "3");
        assertThat(InputLines.count(inputs)).isEqualTo(3);
    }

    @Test
    void noInputHasNoLines() throws IOException {
        assertThat(InputLines.count(List.of())).isZero();
    }

    private static List<String> texts(List<PostInput> inputs) throws IOException {
        List<String> texts = new ArrayList<>();
        try (InputLines lines = new InputLines(inputs)) {
            for (Optional<PostLine> line = lines.next(); line.isPresent(); line = lines.next()) {
                texts.add(new String(line.get().bytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private static PostInput input(String text) {
        return () ->
                PostLines.of(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "test");
    }
}
