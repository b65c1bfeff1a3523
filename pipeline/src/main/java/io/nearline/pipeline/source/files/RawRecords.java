package io.nearline.pipeline.source.files;

import io.nearline.operators.decode.ReaderRefusal;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawHeader;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.flink.core.fs.Path;

/**
 * Gives the posts of one file the form in which the posts topic has them. A dead letter so says
 * which file the post is in, and can be replayed. One thread only.
 */
final class RawRecords {

    /** Stands for the topic. */
    static final String TOPIC = ReaderRefusal.FILE_TOPIC;

    /** Header with the file's path. */
    static final String FILE_HEADER = "nearline-file";

    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
    private final List<RawHeader> headers;
    private final Origin pass;

    RawRecords(Path file, Origin pass) {
        this.headers = List.of(header(file));
        this.pass = pass;
    }

    /**
     * The record of a post.
     *
     * @param number of the record in its file, from 0; becomes its offset
     */
    RawRecord of(PostEvent post, long number) {
        return new RawRecord(
                TOPIC,
                0,
                number,
                post.getEventTime().toEpochMilli(),
                headers,
                post.getPostId().getBytes(StandardCharsets.UTF_8),
                codec.encode(post),
                pass);
    }

    /**
     * The record of what did not become a post.
     *
     * @param value the record, readable
     * @param time stands for the time of a Kafka record
     * @param reason why it did not; no value of the record
     */
    RawRecord ofRefused(byte[] value, long number, Instant time, String reason) {
        return new RawRecord(
                TOPIC,
                0,
                number,
                time.toEpochMilli(),
                List.of(headers.get(0), ReaderRefusal.header(reason)),
                null,
                value,
                pass);
    }

    private static RawHeader header(Path file) {
        return new RawHeader(FILE_HEADER, file.toString().getBytes(StandardCharsets.UTF_8));
    }
}
