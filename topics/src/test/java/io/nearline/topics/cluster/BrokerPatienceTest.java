package io.nearline.topics.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BrokerPatienceTest {

    private static final String BROKERS = "kafka:9092";
    private final RuntimeException noAnswer = failure(new TimeoutException("no node"));

    private final List<Duration> pauses = new ArrayList<>();
    private int asked;
    private final BrokerPatience patience =
            new BrokerPatience(
                    BROKERS,
                    () -> pauses.stream().reduce(Duration.ZERO, Duration::plus).toNanos(),
                    pauses::add);

    private static ClusterException failure(Throwable cause) {
        return ClusterException.of(BROKERS, "describe the topic posts", cause);
    }

    private Supplier<String> answersAfter(int times, RuntimeException failure) {
        return () -> {
            asked++;
            if (asked <= times) {
                throw failure;
            }
            return "answer";
        };
    }

    @Test
    void asksBrokersThatComeBackUntilTheyAnswer() {
        assertThat(patience.answerTo(answersAfter(3, noAnswer))).isEqualTo("answer");

        assertThat(pauses)
                .containsExactly(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void asksAgainWhileNoBrokersNameIsKnown() {
        var unresolved =
                new KafkaException(
                        "Failed to create new KafkaAdminClient",
                        new ConfigException(
                                "No resolvable bootstrap urls given in bootstrap.servers"));

        assertThat(patience.answerTo(answersAfter(1, unresolved))).isEqualTo("answer");
    }

    @Test
    void givesUpAndSaysWhomItAskedHowOftenAndForHowLong() {
        assertThatThrownBy(() -> patience.answerTo(answersAfter(1000, noAnswer)))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith(
                        "the brokers at kafka:9092 gave no answer for 120 s, asked 12 times: "
                                + "could not describe the topic posts at kafka:9092");
        assertThat(asked).isEqualTo(12);
        assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofSeconds(15)) <= 0);
    }

    private static List<RuntimeException> refusals() {
        return List.of(
                failure(new AuthenticationException("wrong password")),
                failure(new UnknownTopicOrPartitionException("posts")),
                failure(new TimeoutException(new UnknownTopicOrPartitionException("posts"))),
                failure(new InterruptedException()),
                ClusterException.noTopic(BROKERS, "posts"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void asksOnceWhatTheClusterRefuses(RuntimeException refusal) {
        assertThatThrownBy(() -> patience.answerTo(answersAfter(1, refusal))).isSameAs(refusal);

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void endsWithTheLastFailureWhenItsThreadIsInterrupted() {
        BrokerPatience interrupted =
                new BrokerPatience(
                        BROKERS,
                        () -> 0,
                        pause -> {
                            throw new InterruptedException();
                        });

        assertThatThrownBy(() -> interrupted.answerTo(answersAfter(1, noAnswer)))
                .isSameAs(noAnswer);

        assertThat(Thread.interrupted()).isTrue();
    }
}
