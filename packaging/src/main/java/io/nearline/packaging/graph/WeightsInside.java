package io.nearline.packaging.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes the weights that lie beside a graph into it, as one file can hold them. */
final class WeightsInside {
    /** A file of this format ends below 2 GiB, and rewriting holds it in memory. */
    private static final long LARGEST = 1L << 30;

    private static final String OFFSET = "offset";
    private static final String LENGTH = "length";

    private WeightsInside() {}

    /**
     * The same model, whole.
     *
     * @param directory that of the graph's file
     * @throws UnrecognisedGraphException if it would be too large
     */
    static ModelProto of(ModelProto model, Path directory)
            throws IOException, UnrecognisedGraphException {
        ModelProto.Builder whole = model.toBuilder();
        Path folder = directory.normalize();
        long taken = 0;
        for (TensorProto.Builder tensor : whole.getGraphBuilder().getInitializerBuilderList()) {
            if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
                continue;
            }
            Path file = beside(folder, GraphContents.location(tensor.build()));
            long offset = number(tensor, OFFSET, 0);
            long length = number(tensor, LENGTH, Files.size(file) - offset);
            taken += length;
            if (taken > LARGEST) {
                throw new UnrecognisedGraphException(
                        "its weights lie outside the graph's file and are more than %d MiB"
                                .formatted(LARGEST >> 20));
            }
            tensor.setRawData(read(file, offset, length)).clearExternalData().clearDataLocation();
        }
        return whole.build();
    }

    private static Path beside(Path directory, String location) throws UnrecognisedGraphException {
        Path file = directory.resolve(location).normalize();
        if (location.isEmpty() || !file.startsWith(directory) || !Files.isRegularFile(file)) {
            throw new UnrecognisedGraphException(
                    "its weights lie outside the graph's file, in '%s', which is not beside it"
                            .formatted(location));
        }
        return file;
    }

    private static ByteString read(Path file, long offset, long length) throws IOException {
        try (RandomAccessFile weights = new RandomAccessFile(file.toFile(), "r");
                InputStream bytes =
                        Channels.newInputStream(weights.getChannel().position(offset))) {
            return ByteString.readFrom(new FirstBytes(bytes, length));
        }
    }

    private static long number(TensorProto.Builder tensor, String key, long absent) {
        return tensor.getExternalDataList().stream()
                .filter(entry -> entry.getKey().equals(key))
                .map(StringStringEntryProto::getValue)
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(absent);
    }

    /** A stream's beginning. */
    private static final class FirstBytes extends InputStream {
        private final InputStream all;
        private long left;

        FirstBytes(InputStream all, long count) {
            this.all = all;
            this.left = count;
        }

        @Override
        public int read() throws IOException {
            return left-- > 0 ? all.read() : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int read = all.read(bytes, from, (int) Math.min(left, count));
            left -= Math.max(read, 0);
            return read;
        }
    }
}
