package io.nearline.operators.decode;

import io.nearline.operators.record.Change;
import io.nearline.operators.record.PostRevision;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.record.RecordSize;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.RecordLimits;
import java.util.Objects;

/** Records to {@link Post}: of Nearline's own format, or of one that a reader knows. */
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
     * Decodes one record of Nearline's own format.
     *
     * @param record a record with a value
     * @throws OversizedRecordException if the record is larger than what is made of it may be
     * @throws io.nearline.schemas.UndecodableRecordException if the bytes are no {@code PostEvent}
     * @throws UnfitRecordException if the reader of its file refused it
     * @throws InvalidPostException if the event breaks its contract
     */
    public Post decode(RawRecord record) {
        requireSize(record);
        requireTaken(record);
        return post(record, codec.decode(Objects.requireNonNull(record.value(), "value")));
    }

    /**
     * Decodes one record of the reader's format.
     *
     * @param record a record with a value
     * @throws OversizedRecordException if the record is larger than what is made of it may be
     * @throws io.nearline.schemas.UndecodableRecordException as {@link PostReader#read}
     * @throws UnfitRecordException as {@link PostReader#read}
     * @throws InvalidPostException if the event breaks its contract
     * @throws InterruptedException if the thread is told to end while a record waits
     */
    public Post decode(RawRecord record, PostReader reader) throws InterruptedException {
        requireSize(record);
        requireTaken(record);
        return post(record, reader.read(record));
    }

    private Post post(RawRecord record, PostEvent event) {
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

    private static void requireTaken(RawRecord record) {
        ReaderRefusal.of(record)
                .ifPresent(
                        reason -> {
                            throw new UnfitRecordException(reason);
                        });
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
