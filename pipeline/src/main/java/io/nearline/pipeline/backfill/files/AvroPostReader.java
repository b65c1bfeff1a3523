package io.nearline.pipeline.backfill.files;

import io.nearline.schemas.PostEvent;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/** Posts in an Avro container file, resolved from the schema they were written with. */
final class AvroPostReader implements PostReader {

    private final Path file;
    private final DataFileStream<PostEvent> records;
    private long position;
    private long leftInBlock;

    private AvroPostReader(Path file, DataFileStream<PostEvent> records) {
        this.file = file;
        this.records = records;
    }

    static AvroPostReader open(Path file) throws IOException {
        FSDataInputStream bytes = file.getFileSystem().open(file);
        try {
            DataFileStream<PostEvent> records = records(file, bytes);
            WriterSchema.check(file, records.getSchema());
            return new AvroPostReader(file, records);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static DataFileStream<PostEvent> records(Path file, FSDataInputStream bytes)
            throws UnreadablePostsException {
        SpecificDatumReader<PostEvent> reader =
                new SpecificDatumReader<>(SpecificData.getForClass(PostEvent.class));
        reader.setExpected(PostEvent.getClassSchema());
        try {
            return new DataFileStream<>(bytes, reader);
        } catch (IOException | AvroRuntimeException e) {
            throw new UnreadablePostsException(
                    file, "is not an Avro container file: give its format, or leave it out", e);
        }
    }

    @Override
    public Optional<PostEvent> next() throws IOException {
        try {
            if (!hasNext()) {
                return Optional.empty();
            }
            PostEvent post = records.next();
            passed(1);
            return Optional.of(post);
        } catch (AvroRuntimeException e) {
            throw UnreadablePostsException.damagedAt(file, position, e);
        }
    }

    /** Whole blocks are decompressed at most, their records not decoded. */
    @Override
    public void skip(long count) throws IOException {
        long end = position + count;
        while (position < end && hasNext()) {
            boolean wholeBlock =
                    leftInBlock == records.getBlockCount() && position + leftInBlock <= end;
            if (wholeBlock) {
                records.nextBlock();
                passed(leftInBlock);
            } else {
                records.next();
                passed(1);
            }
        }
    }

    private boolean hasNext() {
        boolean more = records.hasNext();
        if (more && leftInBlock == 0) {
            leftInBlock = records.getBlockCount();
        }
        return more;
    }

    private void passed(long count) {
        position += count;
        leftInBlock -= count;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
