package io.nearline.operations.deadletters;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.UndecodableRecordException;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicSlices;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The dead-letters topic, read from outside the job. Not thread-safe. */
public final class LetterTopic {

    private final AvroCodec<DeadLetter> codec = AvroCodec.of(DeadLetter.class);
    private final Cluster cluster;
    private final String topic;

    /** A topic of the cluster. */
    public LetterTopic(Cluster cluster, String topic) {
        this.cluster = cluster;
        this.topic = topic;
    }

    /** Its name. */
    public String name() {
        return topic;
    }

    /**
     * Hands over every committed letter that is meant, as the topic ends now: partition by
     * partition in their order, which for one key is the order of the failures.
     *
     * @return how many records are no dead letters
     * @throws io.nearline.topics.cluster.ClusterException if there is no such topic or no answer
     */
    public long read(LetterFilter filter, Consumer<StoredLetter> reader) {
        long[] unreadable = {0};
        try (TopicReader records =
                filter.since() == null
                        ? TopicReader.open(cluster, topic, TopicReader.StartAt.BEGINNING)
                        : TopicReader.openSince(cluster, topic, filter.since())) {
            records.readToEnd(
                    polled -> {
                        Optional<StoredLetter> letter = decode(polled);
                        if (letter.isEmpty()) {
                            unreadable[0]++;
                        }
                        letter.filter(filter::matches).ifPresent(reader);
                    });
        }
        return unreadable[0];
    }

    /**
     * The letter at a place; empty if there is none, or no letter.
     *
     * @throws io.nearline.topics.cluster.ClusterException if there is no such topic or no answer
     */
    public Optional<StoredLetter> at(LetterPlace place) {
        try (TopicSlices slices = TopicSlices.open(cluster, topic)) {
            Long start = slices.beginnings().get(place.partition());
            Long end = slices.ends().get(place.partition());
            if (start == null || end == null || place.offset() < start || place.offset() >= end) {
                return Optional.empty();
            }
            return slices.read(place.partition(), place.offset(), place.offset() + 1, 1).stream()
                    .flatMap(polled -> decode(polled).stream())
                    .findFirst();
        }
    }

    private Optional<StoredLetter> decode(ConsumerRecord<byte[], byte[]> polled) {
        if (polled.value() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new StoredLetter(
                            new LetterPlace(polled.partition(), polled.offset()),
                            codec.decode(polled.value())));
        } catch (UndecodableRecordException noLetter) {
            return Optional.empty();
        }
    }
}
