package io.nearline.topics.conformance;

import io.nearline.topics.conformance.ConsumerConformance.Consumer;
import io.nearline.topics.consume.ConsumerOptions;
import io.nearline.topics.consume.MapStore;
import java.io.IOException;

/** The consumer kit with a store of maps, that reads as records come. */
final class KitConsumer implements Consumer {

    private final MapStore store = new MapStore(new MapStore.Disk());
    private final RecordedRun run;

    KitConsumer() throws IOException {
        run = new RecordedRun(ConsumerOptions.defaults(), store);
    }

    @Override
    public void accept(RecordedRecord next) throws IOException {
        run.read(next);
    }

    @Override
    public HeldState held() {
        return held(store);
    }

    static HeldState held(MapStore store) {
        return new HeldState(
                store.queriedNow(), store.posts().values().stream().map(HeldPost::of).toList());
    }
}
