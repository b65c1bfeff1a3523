package io.nearline.topics.conformance;

import io.nearline.topics.cluster.TopicState;
import io.nearline.topics.consume.ConsumerOptions;
import io.nearline.topics.consume.UpdateIngest;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/**
 * The consumer kit between a recording and a store, over restarts: each start reads index-control
 * from its beginning, and index-updates from where the store stands.
 */
final class RecordedRun {

    private static final Uuid TOPIC = new Uuid(1, 1);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(30);

    private final ConsumerOptions options;
    private final List<RecordedRecord> written = new ArrayList<>();
    private UpdateIngest ingest;

    /** A run on topics that are empty. */
    RecordedRun(ConsumerOptions options, UpdateStore store) throws IOException {
        this.options = options;
        this.ingest = start(store);
    }

    /** Starts again on what the store holds now, and reads what is written so far. */
    void restart(UpdateStore store) throws IOException {
        ingest = start(store);
    }

    /** Writes the next record, and reads it. */
    void read(RecordedRecord next) throws IOException {
        written.add(next);
        if (next.isUpdate()) {
            take(ingest, next);
        } else {
            ingest.control(next.key(), next.value());
            ingest.decide();
        }
        ingest.settle();
        if (ingest.wantsMark()) {
            mark(ingest);
            ingest.settle();
        }
    }

    void commit() throws IOException {
        ingest.commit();
    }

    private UpdateIngest start(UpdateStore store) throws IOException {
        UpdateIngest started = new UpdateIngest(store, options, InstantSource.system());
        SortedMap<Integer, Long> ends = ends();
        Map<Integer, Long> beginnings = new TreeMap<>(ends);
        beginnings.replaceAll((partition, end) -> 0L);
        Map<Integer, Long> positions =
                started.begin(new TopicState(TOPIC, beginnings, ends), LONGEST_PAUSE);
        for (RecordedRecord one : written) {
            if (!one.isUpdate()) {
                started.control(one.key(), one.value());
            }
        }
        started.decide();
        mark(started);
        for (RecordedRecord one : written) {
            if (one.isUpdate() && one.offset() >= positions.getOrDefault(one.partition(), 0L)) {
                take(started, one);
            }
        }
        started.settle();
        return started;
    }

    private void mark(UpdateIngest reader) {
        reader.mark(ends(), InstantSource.system().instant(), reader.wanted());
    }

    private static void take(UpdateIngest reader, RecordedRecord update) throws IOException {
        reader.update(update.key(), update.value());
        reader.advance(update.partition(), update.offset() + 1);
    }

    private SortedMap<Integer, Long> ends() {
        SortedMap<Integer, Long> ends = new TreeMap<>();
        for (RecordedRecord one : written) {
            if (one.isUpdate()) {
                ends.put(one.partition(), one.offset() + 1);
            }
        }
        return ends;
    }
}
