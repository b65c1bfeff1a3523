package io.nearline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operations.posts.PostRecord;
import io.nearline.operations.posts.PostRecords;
import io.nearline.pipeline.source.files.PostLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InputRecordsTest {

    @Test
    void goesThroughTheInputsOneAfterTheOther() throws IOException {
        List<PostInput> inputs = List.of(input("1\n2\n"), input(""), input("3"));

        assertThat(texts(inputs)).containsExactly("1", "2", "3");
        assertThat(InputRecords.count(inputs)).isEqualTo(3);
    }

    @Test
    void noInputHasNoRecords() throws IOException {
        assertThat(InputRecords.count(List.of())).isZero();
    }

    private static List<String> texts(List<PostInput> inputs) throws IOException {
        List<String> texts = new ArrayList<>();
        try (InputRecords records = new InputRecords(inputs)) {
            for (Optional<PostRecord> record = records.next();
                    record.isPresent();
                    record = records.next()) {
                texts.add(new String(record.get().bytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private static PostInput input(String text) {
        return () ->
                PostRecords.own(
                        PostLines.of(
                                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                                "test"));
    }
}
