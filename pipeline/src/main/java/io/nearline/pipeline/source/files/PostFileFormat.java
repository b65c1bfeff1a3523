package io.nearline.pipeline.source.files;

import java.io.IOException;
import org.apache.flink.core.fs.Path;

/** How posts lie in a file. */
public enum PostFileFormat {
    /** Avro object container files, with any of Avro's codecs. */
    AVRO {
        @Override
        public PostReader open(Path file) throws IOException {
            return AvroPostReader.open(file);
        }
    },
    /** Parquet files of any writer; an Avro schema in the footer is not needed. */
    PARQUET {
        @Override
        public PostReader open(Path file) throws IOException {
            return ParquetPostReader.open(file);
        }
    };

    /**
     * Opens one file; the caller closes.
     *
     * @throws UnreadablePostsException if it is not a file of this format, or does not hold posts
     * @throws IOException if it cannot be read at all
     */
    public abstract PostReader open(Path file) throws IOException;
}
