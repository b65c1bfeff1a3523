package io.nearline.pipeline.source.passes;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import org.apache.flink.api.connector.source.Source;

/** Makes the source of one pass: the same records each time, marked with the pass. */
@FunctionalInterface
public interface PastReader {

    /**
     * A bounded source.
     *
     * @param pass SURVEY or BACKFILL: the origin of every record
     */
    Source<RawRecord, ?, ?> read(Origin pass);
}
