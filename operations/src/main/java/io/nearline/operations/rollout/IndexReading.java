package io.nearline.operations.rollout;

import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicReader.StartAt;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Reads the index-updates topic into a survey: to its end, and then on for a moment where posts
 * lack a vector or are not withdrawn yet, because a live job publishes a post for one model after
 * the other.
 */
final class IndexReading {

    private static final Duration POLL = Duration.ofMillis(200);

    private final IndexSurvey survey;
    private final LongConsumer progress;
    private long read;

    /**
     * @param progress told after every record how many have been read
     */
    IndexReading(IndexSurvey survey, LongConsumer progress) {
        this.survey = survey;
        this.progress = progress;
    }

    /**
     * Reads the topic.
     *
     * @param settle how long a live post may wait for its vector before it counts as not covered
     * @return how far the posts are covered that were there when the end was reached
     * @throws io.nearline.topics.cluster.ClusterException if there is no such topic or the cluster
     *     does not answer
     */
    Coverage read(Cluster cluster, String topic, Duration settle) {
        try (TopicReader reader = TopicReader.open(cluster, topic, StartAt.BEGINNING)) {
            reader.readToEnd(polled -> apply(polled.key(), polled.value()));
            Coverage atEnd = survey.coverage();
            Set<String> waiting = survey.uncovered();
            long deadline = System.nanoTime() + settle.toNanos();
            boolean ghosts = survey.ghosts().withdrawn() > 0;
            while ((!waiting.isEmpty() || ghosts) && System.nanoTime() < deadline) {
                reader.poll(POLL).forEach(polled -> apply(polled.key(), polled.value()));
                waiting.removeIf(postId -> !survey.isUncovered(postId));
                ghosts = ghosts && survey.ghosts().withdrawn() > 0;
            }
            return new Coverage(atEnd.live(), atEnd.live() - waiting.size());
        }
    }

    private void apply(byte[] key, byte[] value) {
        survey.apply(key, value);
        read++;
        progress.accept(read);
    }
}
