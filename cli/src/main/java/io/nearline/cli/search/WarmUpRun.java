package io.nearline.cli.search;

import io.nearline.broker.LocalBroker;
import io.nearline.cli.terminal.CommandException;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.retrieval.serve.NodeSettings;
import io.nearline.retrieval.serve.QueryNode;
import io.nearline.retrieval.serve.ServerSettings;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.schemas.ServingState;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.PostPublisher;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.consume.ConsumerOptions;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A service's life with a broker and one post: it takes the post in, answers, is stopped, opens its
 * index again and answers.
 */
final class WarmUpRun {

    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String TEXT = "hello";

    private final Path bundle;
    private final Path directory;
    private final PostEvent post =
            PostEvent.newBuilder()
                    .setPostId("p1")
                    .setRevision(1)
                    .setKind(PostEventKind.UPDATE)
                    .setEventTime(Instant.now())
                    .setBody(TEXT)
                    .setHashtags(List.of())
                    .setAttributes(Map.of())
                    .build();

    /**
     * @param directory for the broker and the index
     */
    WarmUpRun(Path bundle, Path directory) {
        this.bundle = bundle;
        this.directory = directory;
    }

    void run() throws IOException, InterruptedException {
        try (LocalBroker broker = LocalBroker.start(directory.resolve("broker"))) {
            Cluster cluster = Cluster.at(broker.bootstrapServers());
            publish(cluster);
            serve(cluster);
            serve(cluster);
        }
    }

    private void publish(Cluster cluster) {
        IndexUpdate update = update();
        try (Topics topics = Topics.of(cluster)) {
            for (TopicPlan plan : NodeSettings.TOPICS) {
                topics.create(plan, plan.defaultName(), 1, Optional.empty());
            }
        }
        try (ControlTopic control =
                        ControlTopic.open(cluster, TopicPlan.INDEX_CONTROL.defaultName());
                TopicWriter updates =
                        new TopicWriter(cluster, TopicPlan.INDEX_UPDATES.defaultName());
                PostPublisher posts = new PostPublisher(cluster, TopicPlan.POSTS.defaultName())) {
            control.publish(
                    ModelServing.newBuilder()
                            .setModelName(update.getModelName())
                            .setModelDigest(update.getModelDigest())
                            .setState(ServingState.SERVING)
                            .setDimensions(update.getDimensions())
                            .setJobId("warm-up")
                            .setSince(update.getEventTime())
                            .build());
            updates.write(
                    new IndexKey(update.getPostId(), update.getModelName()).toBytes(),
                    AvroCodec.of(IndexUpdate.class).encode(update));
            posts.publish(post);
        }
    }

    private IndexUpdate update() {
        try (Embedder embedder =
                Embedders.open(bundle, EngineOptions.forCpus(1).withEntry(Role.QUERY))) {
            float[] components = embedder.embed(EmbeddableText.query(TEXT)).join().vector();
            EncodedVector vector = VectorCodec.encode(components, VectorEncoding.FLOAT32);
            return IndexUpdate.newBuilder()
                    .setPostId(post.getPostId())
                    .setRevision(post.getRevision())
                    .setKind(UpdateKind.UPSERT)
                    .setModelName(embedder.model().name())
                    .setModelDigest(embedder.model().digest())
                    .setDimensions(components.length)
                    .setVectorEncoding(vector.encoding())
                    .setVectorScale(vector.scale())
                    .setVector(ByteBuffer.wrap(vector.bytes()))
                    .setEventTime(post.getEventTime())
                    .setAttributes(Map.of())
                    .setOrigin(UpdateOrigin.LIVE)
                    .build();
        }
    }

    private void serve(Cluster cluster) throws IOException, InterruptedException {
        NodeSettings settings =
                new NodeSettings(
                        cluster,
                        ConsumerOptions.defaults(),
                        TopicPlan.POSTS.defaultName(),
                        directory.resolve("index"),
                        Tier.FLOAT32,
                        List.of(bundle),
                        1,
                        ServerSettings.defaults().at(ServerSettings.DEFAULT_HOST, 0));
        try (QueryNode node = QueryNode.start(settings)) {
            long begun = System.nanoTime();
            while (!node.state().isReady()) {
                if (System.nanoTime() - begun > LONGEST_START.toNanos()) {
                    throw new CommandException(
                            "the service is not ready after %d s: %s"
                                    .formatted(LONGEST_START.toSeconds(), node.state().reasons()));
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
            for (String path : List.of("readyz", "v1/search?q=" + TEXT, "v1/posts/p1", "metrics")) {
                ask(node.address().resolve(path));
            }
        }
    }

    /** Whatever the answer is. */
    private static void ask(URI address) throws IOException, InterruptedException {
        var unused =
                HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding());
    }
}
