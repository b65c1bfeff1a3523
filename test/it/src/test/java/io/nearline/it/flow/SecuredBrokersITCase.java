package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.broker.ListenerSecurity;
import io.nearline.broker.LocalBroker;
import io.nearline.pipeline.FlinkEnvironment;
import io.nearline.pipeline.StreamingJob;
import io.nearline.pipeline.config.Delivery;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.pipeline.config.ModelOptions;
import io.nearline.pipeline.config.TopicOptions;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testkit.BrokerCertificate;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.PostPublisher;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job with brokers that want TLS and a password. Each of its clients reads the password from a
 * file: those of the source, of both kinds of sink, of the control topic and of the start.
 */
@Timeout(180)
class SecuredBrokersITCase {

    private static final String USER = "nearline";
    private static final String PASSWORD = "open sesame";

    @TempDir private Path directory;

    @Test
    void theJobReadsItsPasswordFromAFile() throws Exception {
        BrokerCertificate certificate = BrokerCertificate.in(directory, "ip:127.0.0.1");
        ListenerSecurity security =
                ListenerSecurity.password(USER, PASSWORD)
                        .overTls(certificate.keyStore(), BrokerCertificate.PASSWORD);
        try (LocalBroker broker = LocalBroker.start(directory.resolve("broker"), security)) {
            Map<String, String> access = access(certificate);
            Cluster cluster = new Cluster(broker.bootstrapServers(), access);
            createTopics(cluster);
            Configuration settings = settings(cluster);

            assertThat(settings.toString()).doesNotContain(PASSWORD);
            try (RunningJob job = start(settings)) {
                publish(cluster);
                job.waiting().until(() -> updates(cluster).size() == 1);
            }
            assertThat(updates(cluster)).extracting(IndexUpdate::getPostId).containsExactly("p1");
        }
    }

    private Map<String, String> access(BrokerCertificate certificate) throws Exception {
        Path file =
                Files.writeString(directory.resolve("kafka.properties"), "password=" + PASSWORD);
        Map<String, String> access = new HashMap<>(certificate.trust());
        access.put("security.protocol", "SASL_SSL");
        access.put("sasl.mechanism", "PLAIN");
        access.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"${file:%s:password}\";"
                        .formatted(USER, file));
        access.put("config.providers", "file");
        access.put(
                "config.providers.file.class",
                "org.apache.kafka.common.config.provider.FileConfigProvider");
        return access;
    }

    private static void createTopics(Cluster cluster) {
        try (Topics topics = Topics.of(cluster)) {
            for (TopicPlan plan : TopicPlan.values()) {
                topics.create(plan, plan.defaultName(), 2, Optional.empty());
            }
        }
    }

    /** Under exactly-once the sinks use transactions, and the start asks for their fate. */
    private Configuration settings(Cluster cluster) {
        Configuration settings = new Configuration();
        settings.set(KafkaOptions.BOOTSTRAP_SERVERS, cluster.brokers());
        settings.set(TopicOptions.DELIVERY, Delivery.EXACTLY_ONCE);
        settings.set(ModelOptions.DIRECTORY, directory.toString());
        settings.set(ModelOptions.SERVED, List.of("fake"));
        settings.set(CoreOptions.DEFAULT_PARALLELISM, 2);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(500));
        settings.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        cluster.clientSettings()
                .forEach(
                        (name, value) ->
                                settings.setString("nearline.kafka.properties." + name, value));
        return FlinkEnvironment.over(settings);
    }

    private static RunningJob start(Configuration settings) throws Exception {
        FakeEmbedder model = JobRig.newFake();
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(settings);
        StreamingJob.build(environment, JobConfig.from(settings), List.of(JobRig.served(model)));
        return RunningJob.submit(environment, settings);
    }

    private static void publish(Cluster cluster) {
        try (PostPublisher posts = new PostPublisher(cluster, TopicPlan.POSTS.defaultName())) {
            posts.publish(aPost("p1").body("rain").build());
            posts.flush();
        }
    }

    private static List<IndexUpdate> updates(Cluster cluster) {
        AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
        List<IndexUpdate> updates = new ArrayList<>();
        try (TopicReader reader =
                TopicReader.open(
                        cluster,
                        TopicPlan.INDEX_UPDATES.defaultName(),
                        TopicReader.StartAt.BEGINNING)) {
            reader.readToEnd(polled -> updates.add(codec.decode(polled.value())));
        }
        return updates;
    }
}
