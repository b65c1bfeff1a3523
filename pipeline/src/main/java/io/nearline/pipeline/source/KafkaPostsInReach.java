package io.nearline.pipeline.source;

import io.nearline.operators.merge.PostsInReach;
import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.pipeline.config.StartFrom;
import io.nearline.topics.cluster.BrokerPatience;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.GroupLag;
import io.nearline.topics.cluster.TopicSlices;
import java.time.Duration;
import java.util.Map;

/**
 * Asks the posts topic how far back it goes. A partition from which nothing was ever removed holds
 * every change; of any other, the time of the oldest record that is read is taken, by Kafka's
 * timestamp on it.
 */
public final class KafkaPostsInReach implements PostsInReach {

    private static final long serialVersionUID = 1L;

    /** Between this look and the moment in which a source stands at the end of its topic. */
    private static final Duration UNTIL_READING = Duration.ofMinutes(1);

    private final KafkaSettings settings;

    /** The posts that a job with these settings reads. */
    public KafkaPostsInReach(KafkaSettings settings) {
        this.settings = settings;
    }

    @Override
    public long sinceStart() {
        if (settings.startFrom() == StartFrom.LATEST) {
            return soon();
        }
        return patience().answerTo(this::sinceFirstRead);
    }

    private long sinceFirstRead() {
        Cluster cluster = cluster();
        try (TopicSlices posts = TopicSlices.open(cluster, settings.postsTopic())) {
            Map<Integer, Long> starts = posts.beginnings();
            if (settings.startFrom() == StartFrom.COMMITTED) {
                GroupLag.committed(cluster, settings.groupId(), settings.postsTopic())
                        .forEach((partition, offset) -> starts.merge(partition, offset, Math::max));
            }
            return since(posts, starts, soon());
        }
    }

    @Override
    public long sinceOldest(long emptied) {
        return patience().answerTo(() -> sinceFirstKept(emptied));
    }

    private long sinceFirstKept(long emptied) {
        try (TopicSlices posts = TopicSlices.open(cluster(), settings.postsTopic())) {
            return since(posts, posts.beginnings(), emptied);
        }
    }

    /** The latest, over the partitions, of the times from which on every change is read. */
    private static long since(TopicSlices posts, Map<Integer, Long> starts, long emptied) {
        return posts.ends().entrySet().stream()
                .mapToLong(
                        end ->
                                since(
                                        posts,
                                        end.getKey(),
                                        starts.getOrDefault(end.getKey(), 0L),
                                        end.getValue(),
                                        emptied))
                .max()
                .orElse(ALWAYS);
    }

    private static long since(
            TopicSlices posts, int partition, long start, long end, long emptied) {
        if (start == 0) {
            return ALWAYS;
        }
        return posts.read(partition, start, end, 1).stream()
                .mapToLong(record -> record.timestamp())
                .findFirst()
                .orElse(emptied);
    }

    private static long soon() {
        return System.currentTimeMillis() + UNTIL_READING.toMillis();
    }

    private BrokerPatience patience() {
        return new BrokerPatience(settings.bootstrapServers());
    }

    private Cluster cluster() {
        return new Cluster(settings.bootstrapServers(), settings.clientProperties());
    }
}
