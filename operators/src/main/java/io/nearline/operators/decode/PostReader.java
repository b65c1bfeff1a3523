package io.nearline.operators.decode;

import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.PostEvent;

/** Reads the posts of one topic. One thread only. */
public interface PostReader {

    /**
     * The event that a record describes. It may wait for another service, as long as that takes.
     *
     * @param record a record with a value
     * @throws io.nearline.schemas.UndecodableRecordException if the bytes do not follow the schema
     *     that they name
     * @throws UnfitRecordException if the record is of another format, or does not fit its mapping
     * @throws InterruptedException if the thread is told to end while it waits
     */
    PostEvent read(RawRecord record) throws InterruptedException;
}
