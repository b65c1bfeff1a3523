package io.nearline.pipeline.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PostLinesTest {

    @Test
    void passesOverBlankLinesAndCountsThem() throws Exception {
        assertThat(read("one\n\n \t\r\nfour".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("1:one", "4:four");
    }

    @Test
    void readsGzipWhateverTheNameOfTheFile() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(read(zipped.toByteArray())).containsExactly("1:one", "2:two");
    }

    @Test
    void anEmptyFileHasNoLines() throws Exception {
        assertThat(read(new byte[0])).isEmpty();
    }

    private static List<String> read(byte[] content) throws IOException {
        List<String> read = new ArrayList<>();
        try (PostLines lines = PostLines.of(new ByteArrayInputStream(content))) {
            for (Optional<PostLine> line = lines.next(); line.isPresent(); line = lines.next()) {
                String text = new String(line.get().bytes(), StandardCharsets.UTF_8);
                read.add(line.get().number() + ":" + text);
            }
        }
        return read;
    }
}
