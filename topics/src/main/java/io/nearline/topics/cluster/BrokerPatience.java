package io.nearline.topics.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a cluster that does not answer again, with growing pauses, for a while: a job that restarts
 * because its brokers were away comes back before they do. What the cluster refuses is not asked
 * again.
 */
public final class BrokerPatience {

    /** Longer than brokers take to restart; a failure after it counts as one restart of the job. */
    static final Duration LONGEST = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(BrokerPatience.class);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final String brokers;
    private final LongSupplier nanoTime;
    private final Sleeper sleeper;

    /**
     * Patience with a cluster.
     *
     * @param brokers {@code host:port,...}, for messages
     */
    public BrokerPatience(String brokers) {
        this(brokers, System::nanoTime, pause -> Thread.sleep(pause.toMillis()));
    }

    BrokerPatience(String brokers, LongSupplier nanoTime, Sleeper sleeper) {
        this.brokers = brokers;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
    }

    /** Lets time pass. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /**
     * The answer to a question.
     *
     * @param question asks the cluster; may be called several times
     * @throws ClusterException if the cluster refuses, or gives no answer for two minutes; or the
     *     last one if the thread is interrupted
     */
    public <T> T answerTo(Supplier<T> question) {
        long begunAt = nanoTime.getAsLong();
        Duration pause = FIRST_PAUSE;
        int asked = 1;
        while (true) {
            try {
                return ask(question);
            } catch (ClusterException unanswered) {
                if (!unanswered.mayPass()) {
                    throw unanswered;
                }
                Duration tried = Duration.ofNanos(nanoTime.getAsLong() - begunAt);
                if (tried.plus(pause).compareTo(LONGEST) > 0) {
                    throw unanswered.after(brokers, asked, tried);
                }
                LOG.warn("{}; asking again in {} s", unanswered.getMessage(), pause.toSeconds());
                sleep(pause, unanswered);
            }
            asked++;
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        }
    }

    /** Clients fail as they are made if no broker's name is known. */
    private <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (KafkaException unusable) {
            throw ClusterException.of(brokers, "connect to the brokers", unusable);
        }
    }

    private void sleep(Duration pause, ClusterException unanswered) {
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered;
        }
    }
}
