package io.nearline.operators.decode;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import java.util.Objects;

/** Posts as {@code PostEvent}. */
record NearlineFormat() implements PostFormat {

    @Override
    public PostReader open(WaitObserver observer) {
        AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
        return record -> codec.decode(Objects.requireNonNull(record.value(), "value"));
    }

    @Override
    public String fingerprint() {
        return "";
    }
}
