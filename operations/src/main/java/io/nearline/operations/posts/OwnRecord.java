package io.nearline.operations.posts;

import io.nearline.pipeline.source.files.Place;
import io.nearline.pipeline.source.files.PostLine;
import io.nearline.schemas.PostEvent;
import java.time.Instant;

/** A line with Nearline's own fields. */
record OwnRecord(PostLine line) implements PostRecord {

    @Override
    public Place place() {
        return line.place();
    }

    @Override
    public byte[] bytes() {
        return line.bytes();
    }

    @Override
    public PostEvent post(Instant now) throws UnreadablePostException {
        return PostJson.parse(line.bytes(), now);
    }
}
