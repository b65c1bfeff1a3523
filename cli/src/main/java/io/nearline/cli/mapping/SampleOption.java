package io.nearline.cli.mapping;

import io.nearline.cli.terminal.CommandException;
import io.nearline.operations.posts.LocalRecords;
import io.nearline.pipeline.source.files.FileRecords;
import io.nearline.pipeline.source.files.JsonLineRecords;
import io.nearline.pipeline.source.files.PostLines;
import io.nearline.pipeline.source.files.SourceRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which records a mapping is tried on, or made for. */
final class SampleOption {

    @Option(
            names = "--sample",
            required = true,
            paramLabel = "FILE",
            description =
                    "Records of your own: a file that ends in .avro, .parquet, .csv or .tsv, else"
                        + " one JSON object a line; text may be gzip. - is JSON lines on standard"
                        + " input. All of them are read.")
    private Path sample;

    /** What was given. */
    String given() {
        return sample.toString();
    }

    /** Opens it as a file; the caller closes. */
    FileRecords<SourceRecord> open() throws IOException {
        if (sample.toString().equals("-")) {
            return JsonLineRecords.of(PostLines.of(System.in, "standard input"));
        }
        if (!Files.isReadable(sample)) {
            throw new CommandException("--sample: cannot read " + sample);
        }
        return LocalRecords.open(sample);
    }
}
