package io.nearline.pipeline.source.files;

import io.airlift.compress.Compressor;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** The other direction of {@link JavaCodecs}. */
final class JavaCompressors implements CompressionCodecFactory {

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return switch (codec) {
            case UNCOMPRESSED -> new PageCompressor(codec, bytes -> bytes);
            case SNAPPY -> new PageCompressor(codec, with(new SnappyCompressor()));
            case GZIP -> new PageCompressor(codec, JavaCompressors::gzip);
            case ZSTD -> new PageCompressor(codec, with(new ZstdCompressor()));
            case LZ4_RAW -> new PageCompressor(codec, with(new Lz4Compressor()));
            case LZO, BROTLI, LZ4 -> throw new UnsupportedOperationException(codec.name());
        };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("files are written here, not read");
    }

    @Override
    public void release() {
        // nothing is held
    }

    private static Codec with(Compressor compressor) {
        return page -> {
            byte[] room = new byte[compressor.maxCompressedLength(page.length)];
            int size = compressor.compress(page, 0, page.length, room, 0, room.length);
            return Arrays.copyOf(room, size);
        };
    }

    private static byte[] gzip(byte[] page) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
            stream.write(page);
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    private interface Codec {
        byte[] compress(byte[] page) throws IOException;
    }

    private record PageCompressor(CompressionCodecName name, Codec codec)
            implements BytesInputCompressor {

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            return BytesInput.from(codec.compress(page.toInputStream().readAllBytes()));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return name;
        }

        @Override
        public void release() {
            // nothing is held
        }
    }
}
