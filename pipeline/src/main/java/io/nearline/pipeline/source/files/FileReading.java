package io.nearline.pipeline.source.files;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.core.fs.Path;

/** How the files of a backfill become records for the job; the same for all of them. */
public sealed interface FileReading extends Serializable permits PostReading, MappedReading {

    /**
     * Opens one file; the caller closes. Each record has its number in the file, from 0, as its
     * offset and the file's path in a header.
     *
     * @param pass origin that the records are given
     * @throws UnreadablePostsException if it is not a file of the format, or does not hold what it
     *     should
     * @throws IOException if it cannot be read at all
     */
    FileRecords<RawRecord> open(Path file, Origin pass) throws IOException;
}
