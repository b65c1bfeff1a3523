package io.nearline.operators.decode;

import io.nearline.operators.record.Change;
import io.nearline.operators.record.PostRevision;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.record.RecordSize;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.RecordLimits;
import java.util.Objects;

/** Bytes to {@link Post}: the only place that knows the schemas posts were written with. */
public final class PostDecoder {

    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
    private final long maxRevision;

    /** A decoder that takes every revision that the contract allows. */
    public PostDecoder() {
        this(PostContract.MAX_REVISION);
    }

    /**
     * @param maxRevision highest revision that is taken
     */
    public PostDecoder(long maxRevision) {
        this.maxRevision = maxRevision;
    }

    /**
     * Decodes one record.
     *
     * @param record a record with a value
     * @throws OversizedRecordException if the record is larger than what is made of it may be
     * @throws io.nearline.schemas.UndecodableRecordException if the bytes are no {@code PostEvent}
     * @throws InvalidPostException if the event breaks its contract, or the reader of its file
     *     refused it
     */
    public Post decode(RawRecord record) {
        requireSize(record);
        ReaderRefusal.of(record)
                .ifPresent(
                        reason -> {
                            throw new InvalidPostException(reason);
                        });
        PostEvent event = codec.decode(Objects.requireNonNull(record.value(), "value"));
        PostContract.check(event);
        PostContract.checkRevision(event.getRevision(), maxRevision);
        PostRevision version =
                new PostRevision(
                        event.getPostId(),
                        event.getRevision(),
                        change(event),
                        record.origin(),
                        event.getEventTime().toEpochMilli(),
                        event.getLanguage(),
                        event.getAttributes(),
                        record,
                        null);
        return new Post(
                version,
                event.getAuthor(),
                event.getTitle(),
                event.getBody(),
                event.getArticleTitle(),
                event.getArticleDescription(),
                event.getMediaText(),
                event.getHashtags());
    }

    private static void requireSize(RawRecord record) {
        long size = RecordSize.of(record);
        if (size > RecordLimits.LARGEST_RECORD) {
            throw new OversizedRecordException(
                    """
                    the record takes %d bytes (value, headers and twice the key); send records of \
                    at most %d, before compression\
                    """
                            .formatted(size, RecordLimits.LARGEST_RECORD));
        }
    }

    static Change change(PostEvent event) {
        return switch (event.getKind()) {
            case CREATE -> Change.CREATE;
            case UPDATE -> Change.UPDATE;
            case DELETE -> Change.DELETE;
            case UNKNOWN ->
                    throw new InvalidPostException(
                            """
                            kind is not one that this version knows; send \
                            CREATE, UPDATE or DELETE, or upgrade the job before \
                            the producers\
                            """);
        };
    }
}
