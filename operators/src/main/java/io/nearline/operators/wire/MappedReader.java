package io.nearline.operators.wire;

import io.nearline.operators.decode.PostReader;
import io.nearline.operators.decode.UnfitRecordException;
import io.nearline.operators.mapping.PostMapper;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.UnmappableRecordException;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.PostEvent;
import java.time.Instant;
import java.util.Objects;

/** Reads records by a mapping. */
final class MappedReader implements PostReader {

    private final PostMapper mapper;
    private final Values values;

    MappedReader(PostMapper mapper, Values values) {
        this.mapper = mapper;
        this.values = values;
    }

    /** What the bytes of a record hold. */
    @FunctionalInterface
    interface Values {
        Fields fields(byte[] value) throws InterruptedException;
    }

    @Override
    public PostEvent read(RawRecord record) throws InterruptedException {
        Fields fields = values.fields(Objects.requireNonNull(record.value(), "value"));
        try {
            return mapper.map(fields, published(record));
        } catch (UnmappableRecordException e) {
            throw new UnfitRecordException(String.valueOf(e.getMessage()));
        }
    }

    /** By Kafka, not by the clock: the same record must be the same post when it is read again. */
    private static Instant published(RawRecord record) {
        return Instant.ofEpochMilli(Math.max(0, record.timestamp()));
    }
}
