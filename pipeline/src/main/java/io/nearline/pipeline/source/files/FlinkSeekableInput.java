package io.nearline.pipeline.source.files;

import java.io.IOException;
import org.apache.avro.file.SeekableInput;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/** A file of one of Flink's file systems, as Avro wants to see it. */
final class FlinkSeekableInput implements SeekableInput {

    private final FSDataInputStream bytes;
    private final long length;

    private FlinkSeekableInput(FSDataInputStream bytes, long length) {
        this.bytes = bytes;
        this.length = length;
    }

    static FlinkSeekableInput open(Path path) throws IOException {
        long length = path.getFileSystem().getFileStatus(path).getLen();
        return new FlinkSeekableInput(path.getFileSystem().open(path), length);
    }

    @Override
    public void seek(long position) throws IOException {
        bytes.seek(position);
    }

    @Override
    public long tell() throws IOException {
        return bytes.getPos();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(byte[] target, int offset, int most) throws IOException {
        return bytes.read(target, offset, most);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
