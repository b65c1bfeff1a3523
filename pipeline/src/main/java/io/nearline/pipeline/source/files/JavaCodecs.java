package io.nearline.pipeline.source.files;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Parquet's codecs in plain Java, for reading: Parquet's own factory asks Hadoop for them, and
 * native ones could not be in the job jar.
 */
final class JavaCodecs implements CompressionCodecFactory {

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new PageDecompressor(JavaCodecs::copy);
            case SNAPPY -> new PageDecompressor(with(new SnappyDecompressor()));
            case GZIP -> new PageDecompressor(JavaCodecs::gunzip);
            case ZSTD -> new PageDecompressor(with(new ZstdDecompressor()));
            case LZ4_RAW -> new PageDecompressor(with(new Lz4Decompressor()));
            case LZO, BROTLI, LZ4 ->
                    throw new UnsupportedOperationException(
                            """
                            Parquet codec %s is not supported: write with \
                            SNAPPY, GZIP, ZSTD or LZ4_RAW\
                            """
                                    .formatted(codec));
        };
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("files are read here, not written");
    }

    @Override
    public void release() {
        // nothing is held
    }

    private static PageCodec with(Decompressor decompressor) {
        return (compressed, page) ->
                requireFull(
                        decompressor.decompress(
                                compressed, 0, compressed.length, page, 0, page.length),
                        page);
    }

    private static void copy(byte[] stored, byte[] page) {
        System.arraycopy(stored, 0, page, 0, page.length);
    }

    private static void gunzip(byte[] compressed, byte[] page) throws IOException {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            requireFull(stream.readNBytes(page, 0, page.length), page);
        }
    }

    private static void requireFull(int filled, byte[] page) throws IOException {
        if (filled != page.length) {
            throw new IOException(
                    "a page has %d bytes where its header says %d".formatted(filled, page.length));
        }
    }

    /** Fills a page of known size. */
    @FunctionalInterface
    private interface PageCodec {
        void decompress(byte[] compressed, byte[] page) throws IOException;
    }

    private record PageDecompressor(PageCodec codec) implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput compressed, int size) throws IOException {
            byte[] page = new byte[size];
            codec.decompress(compressed.toInputStream().readAllBytes(), page);
            return BytesInput.from(page);
        }

        @Override
        public void decompress(ByteBuffer compressed, int compressedSize, ByteBuffer page, int size)
                throws IOException {
            byte[] filled = new byte[size];
            codec.decompress(bytes(compressed.slice().limit(compressedSize)), filled);
            compressed.position(compressed.position() + compressedSize);
            page.put(filled);
        }

        private static byte[] bytes(ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }

        @Override
        public void release() {
            // nothing is held
        }
    }
}
