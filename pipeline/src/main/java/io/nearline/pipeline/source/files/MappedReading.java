package io.nearline.pipeline.source.files;

import io.nearline.operators.mapping.MappingFile;
import io.nearline.operators.mapping.PostMapper;
import io.nearline.operators.mapping.PostMapping;
import io.nearline.operators.mapping.UnmappableRecordException;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.core.fs.Path;

/**
 * Files whose records have a shape of their own. A record that does not fit the mapping goes on as
 * it is, with the reason in a header: where dead letters are written it becomes one.
 *
 * @param mapping the text of a mapping file
 * @param asOf the event time of posts, where the mapping names none: each pass gives them the same
 */
public record MappedReading(SourceFileFormat format, String mapping, Instant asOf)
        implements FileReading {

    private static final long serialVersionUID = 1L;

    /** What messages call the mapping. */
    private static final String NAME = "mapping";

    @Override
    public FileRecords<RawRecord> open(Path file, Origin pass) throws IOException {
        PostMapping parsed = MappingFile.parse(NAME, mapping);
        PostMapper mapper = new PostMapper(parsed);
        RawRecords records = new RawRecords(file, pass);
        return new NumberedRecords<>(
                open(file, parsed), (record, number) -> raw(mapper, records, record, number));
    }

    private FileRecords<SourceRecord> open(Path file, PostMapping parsed) throws IOException {
        Optional<Set<String>> columns = parsed.columns();
        return columns.isPresent() ? format.open(file, columns.get()) : format.open(file);
    }

    private RawRecord raw(PostMapper mapper, RawRecords records, SourceRecord record, long number) {
        try {
            return records.of(mapper.map(record.fields(), asOf), number);
        } catch (UnmappableRecordException e) {
            return records.ofRefused(record.bytes(), number, asOf, String.valueOf(e.getMessage()));
        }
    }
}
