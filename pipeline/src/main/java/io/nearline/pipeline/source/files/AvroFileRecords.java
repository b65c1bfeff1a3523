package io.nearline.pipeline.source.files;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.core.fs.Path;

/**
 * Records of an Avro container file, read with the schema they were written with.
 *
 * <p>Avro's reader takes a block that breaks off for the end of the file. So its end is only
 * believed where the last whole block ends with the file.
 */
final class AvroFileRecords<T> implements FileRecords<T> {

    /** How the records of one schema are taken. */
    @FunctionalInterface
    interface BySchema<T> {

        /**
         * What is made of each record.
         *
         * @throws UnreadablePostsException if such records are not what the file should hold
         */
        Taken<T> of(Schema writer) throws UnreadablePostsException;
    }

    /** What a record is taken as. */
    @FunctionalInterface
    interface Taken<T> {

        /**
         * Takes one.
         *
         * @param place the record's
         */
        T of(GenericRecord record, Place place);
    }

    private final Progress progress;
    private final long length;
    private final DataFileReader<GenericRecord> records;
    private final Taken<T> taken;
    private long leftInBlock;

    private AvroFileRecords(
            Path file, long length, DataFileReader<GenericRecord> records, Taken<T> taken) {
        this.progress = new Progress(file);
        this.length = length;
        this.records = records;
        this.taken = taken;
    }

    static <T> AvroFileRecords<T> open(Path file, BySchema<T> bySchema) throws IOException {
        FlinkSeekableInput bytes = FlinkSeekableInput.open(file);
        try {
            requireMagic(file, bytes);
            DataFileReader<GenericRecord> records = records(file, bytes);
            Taken<T> taken = bySchema.of(records.getSchema());
            return new AvroFileRecords<>(file, bytes.length(), records, taken);
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static void requireMagic(Path file, FlinkSeekableInput bytes) throws IOException {
        byte[] expected = DataFileConstants.MAGIC;
        if (!Arrays.equals(FileEnds.read(bytes, 0, expected.length), expected)) {
            throw new UnreadablePostsException(
                    file.toString(),
                    "is not an Avro container file: give its format, or leave it out",
                    null);
        }
        bytes.seek(0);
    }

    private static DataFileReader<GenericRecord> records(Path file, FlinkSeekableInput bytes)
            throws UnreadablePostsException {
        try {
            return new DataFileReader<>(bytes, new GenericDatumReader<>());
        } catch (IOException | AvroRuntimeException e) {
            throw new Progress(file)
                    .endsAt(
                            0,
                            """
                            the header cannot be read (%s): the file is cut or damaged, or its \
                            codec is not one of Avro's; write it again or leave it out\
                            """
                                    .formatted(e.getClass().getSimpleName()),
                            e);
        }
    }

    @Override
    public Optional<T> next() throws IOException {
        try {
            if (!hasNext()) {
                return Optional.empty();
            }
            T record = taken.of(records.next(), progress.at(records.previousSync()));
            passed(1);
            return Optional.of(record);
        } catch (RuntimeException e) {
            throw progress.damagedAt(records.previousSync(), e);
        }
    }

    /** Whole blocks are decompressed at most, their records not decoded. */
    @Override
    public void skip(long count) throws IOException {
        long end = progress.records() + count;
        try {
            while (progress.records() < end && hasNext()) {
                boolean wholeBlock =
                        leftInBlock == records.getBlockCount()
                                && progress.records() + leftInBlock <= end;
                if (wholeBlock) {
                    records.nextBlock();
                    passed(leftInBlock);
                } else {
                    records.next();
                    passed(1);
                }
            }
        } catch (RuntimeException e) {
            throw progress.damagedAt(records.previousSync(), e);
        }
    }

    private boolean hasNext() throws UnreadablePostsException {
        boolean more = records.hasNext();
        long wholeBlocks = records.previousSync();
        if (!more && wholeBlocks < length) {
            throw progress.endsAt(
                    wholeBlocks,
                    """
                    the bytes from here to the end, byte %d, are no whole block: the file was cut, \
                    or is still being written; get it whole, or leave it out\
                    """
                            .formatted(length),
                    null);
        }
        if (more && leftInBlock == 0) {
            leftInBlock = records.getBlockCount();
        }
        return more;
    }

    private void passed(long count) {
        progress.passed(count);
        leftInBlock -= count;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
