package io.nearline.topics.cluster;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/** What a cluster says to a question of an administrator. */
final class Answer {
    private Answer() {}

    /**
     * Waits for it.
     *
     * @param brokers the address that was asked
     * @param task what was asked, as an infinitive: {@code "create the topic posts"}
     * @throws ClusterException if the cluster refuses, or does not answer
     */
    static <T> T await(String brokers, KafkaFuture<T> answer, String task) {
        try {
            return answer.get(2 * Cluster.ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw ClusterException.of(brokers, task, e.getCause());
        } catch (TimeoutException e) {
            throw ClusterException.of(brokers, task, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ClusterException.of(brokers, task, e);
        }
    }
}
