package io.nearline.operators.decode;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawHeader;
import io.nearline.operators.record.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a record of a file became no post: a header that its reader gives it. The reader cannot write
 * dead letters, and whoever decodes the record no longer has the file's schema.
 */
public final class ReaderRefusal {

    /** Stands for the topic in records of files. */
    public static final String FILE_TOPIC = "file";

    private static final String HEADER = "nearline-refused";

    private ReaderRefusal() {}

    /**
     * The header.
     *
     * @param reason never a value of the record
     */
    public static RawHeader header(String reason) {
        return new RawHeader(HEADER, reason.getBytes(StandardCharsets.UTF_8));
    }

    /** The reason; empty if the record was not refused. A topic's own headers are not asked. */
    static Optional<String> of(RawRecord record) {
        boolean past = record.origin() == Origin.BACKFILL || record.origin() == Origin.SURVEY;
        return past && record.topic().equals(FILE_TOPIC)
                ? record.headers().stream()
                        .filter(header -> header.key().equals(HEADER))
                        .flatMap(header -> Stream.ofNullable(header.value()))
                        .map(reason -> new String(reason, StandardCharsets.UTF_8))
                        .findFirst()
                : Optional.empty();
    }
}
