package io.nearline.topics.cluster;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** A Kafka cluster did not do what was asked; the message says what, where and what to check. */
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String CREATE = "make it with: nearline topics create";

    private ClusterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The failure of a task on a cluster.
     *
     * @param brokers the address that was asked
     * @param task what was asked, as an infinitive: {@code "create the topic posts"}
     */
    public static ClusterException of(String brokers, String task, @Nullable Throwable cause) {
        return new ClusterException(
                "could not " + task + " at " + brokers + ": " + reason(cause), cause);
    }

    /** There is no such topic. */
    public static ClusterException noTopic(String brokers, String topic) {
        return new ClusterException(
                "there is no topic " + topic + " at " + brokers + ": " + CREATE, null);
    }

    /** Whether the same may succeed later: there was no answer, rather than a refusal. */
    public boolean mayPass() {
        Throwable cause = getCause();
        boolean unanswered =
                cause instanceof RetriableException || cause instanceof TimeoutException;
        return (unanswered && !isAboutMissingTopic()) || isUnresolved(cause);
    }

    /** This one, for a cluster that was asked several times. */
    ClusterException after(String brokers, int asked, Duration tried) {
        return new ClusterException(
                "the brokers at %s gave no answer for %d s, asked %d times: %s"
                        .formatted(brokers, tried.toSeconds(), asked, getMessage()),
                getCause());
    }

    private boolean isAboutMissingTopic() {
        Throwable cause = getCause();
        return cause instanceof UnknownTopicOrPartitionException || isAboutMissingTopic(cause);
    }

    /**
     * What to do about brokers that cannot be used, for one who looks for the cause; the message
     * itself says what was asked of them.
     */
    public String remedy() {
        return remedy(getCause());
    }

    private static String remedy(@Nullable Throwable cause) {
        if (cause instanceof SslAuthenticationException) {
            return """
            check ssl.truststore.* and the host name in the file given with \
            --client-config\
            """;
        }
        if (cause instanceof AuthenticationException) {
            return """
            check sasl.mechanism and sasl.jaas.config in the file given with \
            --client-config\
            """;
        }
        if (cause instanceof AuthorizationException) {
            return "ask for the right, or give another user with --client-config";
        }
        return """
        check that a broker runs there, or give its address with --brokers; \
        brokers that want TLS or a password do not answer without \
        --client-config\
        """;
    }

    /** The names of the brokers are unknown, as in Kubernetes while none of them is ready. */
    private static boolean isUnresolved(@Nullable Throwable cause) {
        return cause instanceof KafkaException
                && cause.getCause() instanceof ConfigException unusable
                && String.valueOf(unusable.getMessage()).contains("resolvable");
    }

    private static @Nullable String reason(@Nullable Throwable cause) {
        if (isUnresolved(cause)) {
            return "no address is known for its name; " + remedy(cause);
        }
        if (cause instanceof UnknownTopicOrPartitionException || isAboutMissingTopic(cause)) {
            return "there is no such topic; " + CREATE;
        }
        if (cause instanceof TimeoutException || cause instanceof RetriableException) {
            return "no answer; " + remedy(cause);
        }
        if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
            return cause.getMessage() + "; " + remedy(cause);
        }
        return cause == null ? null : cause.getMessage();
    }

    /** A producer reports a topic it cannot find as a timeout of its own. */
    private static boolean isAboutMissingTopic(@Nullable Throwable cause) {
        return cause != null && cause.getCause() instanceof UnknownTopicOrPartitionException;
    }
}
