package io.nearline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardOutputTest {

    @Test
    void aFullDiskIsALoss() {
        assertThat(afterWritingTo("No space left on device").lost())
                .contains("No space left on device");
    }

    @Test
    void aReaderThatHasSeenEnoughIsNone() {
        assertThat(afterWritingTo("Broken pipe").lost()).isEmpty();
    }

    private static StandardOutput afterWritingTo(String failure) {
        OutputStream failing =
                new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException(failure);
                    }
                };
        StandardOutput out = new StandardOutput(failing);
        PrintWriter writer = new PrintWriter(out, false, StandardCharsets.UTF_8);
        writer.println("a line");
        writer.flush();
        return out;
    }
}
