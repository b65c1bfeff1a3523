package io.nearline.pipeline.source.files;

import java.io.IOException;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A file of one of Flink's file systems, as Parquet wants to see it.
 *
 * @param path where it lies
 * @param getLength its bytes; named by Parquet's interface
 */
record FlinkInputFile(Path path, long getLength) implements InputFile {

    static FlinkInputFile of(Path path) throws IOException {
        return new FlinkInputFile(path, path.getFileSystem().getFileStatus(path).getLen());
    }

    @Override
    public SeekableInputStream newStream() throws IOException {
        return new Seekable(path.getFileSystem().open(path));
    }

    private static final class Seekable extends DelegatingSeekableInputStream {

        private final FSDataInputStream bytes;

        Seekable(FSDataInputStream bytes) {
            super(bytes);
            this.bytes = bytes;
        }

        @Override
        public long getPos() throws IOException {
            return bytes.getPos();
        }

        @Override
        public void seek(long position) throws IOException {
            bytes.seek(position);
        }
    }
}
