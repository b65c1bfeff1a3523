package io.nearline.pipeline.source.files;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import java.io.IOException;
import org.apache.flink.core.fs.Path;

/** Files whose records have the fields of {@code PostEvent}. */
public record PostReading(PostFileFormat format) implements FileReading {

    private static final long serialVersionUID = 1L;

    @Override
    public FileRecords<RawRecord> open(Path file, Origin pass) throws IOException {
        RawRecords records = new RawRecords(file, pass);
        return new NumberedRecords<>(format.open(file), records::of);
    }
}
