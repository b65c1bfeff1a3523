package io.nearline.pipeline.source.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.flink.core.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Opens Parquet files, and says of those that cannot be opened what is wrong with them. */
final class ParquetFiles {

    private static final String MAGIC = "PAR1";
    private static final String ENCRYPTED = "PARE";

    /** The magic bytes at both ends, and the length of the footer before the last ones. */
    private static final int LEAST_BYTES = 12;

    private static final int TAIL_BYTES = 8;

    private static final Set<CompressionCodecName> CODECS =
            Set.of(
                    CompressionCodecName.UNCOMPRESSED,
                    CompressionCodecName.SNAPPY,
                    CompressionCodecName.GZIP,
                    CompressionCodecName.ZSTD,
                    CompressionCodecName.LZ4_RAW);

    private ParquetFiles() {}

    /**
     * Opens a file and reads its footer; checksums of pages are verified where there are any.
     *
     * @throws UnreadablePostsException if it is no whole Parquet file, or one that is not supported
     */
    static ParquetFileReader open(Path file) throws IOException {
        requireBothEnds(file);
        ParquetReadOptions options =
                ParquetReadOptions.builder(new PlainParquetConfiguration())
                        .withUseHadoopVectoredIo(false)
                        .withCodecFactory(new JavaCodecs())
                        .usePageChecksumVerification(true)
                        .build();
        ParquetFileReader opened = open(file, options);
        try {
            requireSupportedCodecs(file, opened);
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static ParquetFileReader open(Path file, ParquetReadOptions options)
            throws IOException {
        FlinkInputFile input = FlinkInputFile.of(file);
        try {
            return ParquetFileReader.open(input, options);
        } catch (IOException | RuntimeException e) {
            throw brokenFooter(file, input.getLength(), e);
        }
    }

    private static void requireBothEnds(Path file) throws IOException {
        try (FlinkSeekableInput bytes = FlinkSeekableInput.open(file)) {
            String head = text(FileEnds.read(bytes, 0, MAGIC.length()));
            if (head.equals(ENCRYPTED)) {
                throw refused(file, "is encrypted, which is not supported: write it without");
            }
            if (!head.equals(MAGIC)) {
                throw refused(file, "is not a Parquet file: give its format, or leave it out");
            }
            long length = bytes.length();
            byte[] tail =
                    length < LEAST_BYTES
                            ? new byte[0]
                            : FileEnds.read(bytes, length - TAIL_BYTES, TAIL_BYTES);
            if (!text(tail).endsWith(MAGIC) || footerBytes(tail) > length - LEAST_BYTES) {
                throw brokenFooter(file, length, null);
            }
        }
    }

    private static long footerBytes(byte[] tail) {
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    private static void requireSupportedCodecs(Path file, ParquetFileReader opened)
            throws UnreadablePostsException {
        for (BlockMetaData rowGroup : opened.getRowGroups()) {
            for (ColumnChunkMetaData column : rowGroup.getColumns()) {
                if (!CODECS.contains(column.getCodec())) {
                    throw refused(
                            file,
                            """
                            is compressed with %s, which is not supported: write it with SNAPPY, \
                            GZIP, ZSTD or LZ4_RAW\
                            """
                                    .formatted(column.getCodec()));
                }
            }
        }
    }

    private static UnreadablePostsException brokenFooter(
            Path file, long length, @Nullable Exception cause) {
        return new UnreadablePostsException(
                new Place(file.toString(), Place.Unit.RECORD, 0, length, 0),
                """
                a Parquet file begins here, but its end is no footer: the file \
                was cut, damaged, or is still being written; get it whole, or \
                leave it out\
                """,
                cause);
    }

    private static UnreadablePostsException refused(Path file, String problem) {
        return new UnreadablePostsException(file.toString(), problem, null);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
