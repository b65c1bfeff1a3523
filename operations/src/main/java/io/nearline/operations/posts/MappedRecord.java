package io.nearline.operations.posts;

import io.nearline.operators.mapping.PostMapper;
import io.nearline.operators.mapping.UnmappableRecordException;
import io.nearline.pipeline.source.files.Place;
import io.nearline.pipeline.source.files.SourceRecord;
import io.nearline.schemas.PostEvent;
import java.time.Instant;

/** A record of a source's own shape, and what makes a post of it. */
record MappedRecord(SourceRecord source, PostMapper mapper) implements PostRecord {

    @Override
    public Place place() {
        return source.place();
    }

    @Override
    public byte[] bytes() {
        return source.bytes();
    }

    @Override
    public PostEvent post(Instant now) throws UnreadablePostException {
        try {
            return mapper.map(source.fields(), now);
        } catch (UnmappableRecordException e) {
            throw new UnreadablePostException(e.reason(), String.valueOf(e.getMessage()));
        }
    }
}
