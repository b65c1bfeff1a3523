package io.nearline.pipeline.source.files;

import io.nearline.schemas.PostEvent;
import java.io.IOException;
import org.apache.flink.core.fs.Path;

/** How posts lie in a file. */
public enum PostFileFormat {
    /** Avro object container files, with any of Avro's codecs. */
    AVRO {
        @Override
        public FileRecords<PostEvent> open(Path file) throws IOException {
            return AvroFileRecords.open(
                    file,
                    writer -> {
                        PostMapping posts = PostMapping.of(file.toString(), writer);
                        return (record, place) -> posts.map(record);
                    });
        }
    },
    /** Parquet files of any writer; an Avro schema in the footer is not needed. */
    PARQUET {
        @Override
        public FileRecords<PostEvent> open(Path file) throws IOException {
            return ParquetFileRecords.open(file, footer -> PostColumns.of(file.toString(), footer));
        }
    };

    /**
     * Opens one file; the caller closes.
     *
     * @throws UnreadablePostsException if it is not a file of this format, or does not hold posts
     * @throws IOException if it cannot be read at all
     */
    public abstract FileRecords<PostEvent> open(Path file) throws IOException;
}
