package io.nearline.cli.demo;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.retrieval.serve.NodeSettings;
import io.nearline.retrieval.serve.QueryNode;
import io.nearline.retrieval.serve.ServerSettings;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.consume.ConsumerOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The query service of a demo, with its index in the demo's directory. One thread only. */
final class DemoSearch implements AutoCloseable {

    private final DemoSettings settings;
    private final Cluster cluster;
    private final Path directory;
    private @Nullable QueryNode node;

    private DemoSearch(DemoSettings settings, Cluster cluster, Path directory) {
        this.settings = settings;
        this.cluster = cluster;
        this.directory = directory;
    }

    /** Not started yet. */
    static DemoSearch of(DemoSettings settings, Cluster cluster, Path directory) {
        return new DemoSearch(settings, cluster, directory);
    }

    /**
     * Starts the service if the demo has one. Called when the job serves, so that the first vector
     * does not wait for it.
     *
     * @return where it listens
     */
    Optional<URI> start() throws IOException {
        if (settings.searchPort().isEmpty()) {
            return Optional.empty();
        }
        QueryNode started = QueryNode.start(nodeSettings(settings.searchPort().getAsInt()));
        node = started;
        return Optional.of(started.address());
    }

    private NodeSettings nodeSettings(int port) {
        // Before a promotion several models may serve; the first one named is searched then.
        String first =
                ModelBundle.readManifest(settings.models().get(0).resolve(ModelBundle.MANIFEST))
                        .name();
        return new NodeSettings(
                cluster,
                ConsumerOptions.defaults().withConfiguredModel(first),
                TopicPlan.POSTS.defaultName(),
                directory.resolve("index"),
                Tier.FLOAT32,
                bundles(),
                1,
                ServerSettings.defaults().at(ServerSettings.DEFAULT_HOST, port));
    }

    private List<Path> bundles() {
        List<Path> bundles = new ArrayList<>(settings.models());
        settings.backfillModel().ifPresent(bundles::add);
        return bundles;
    }

    @Override
    public void close() throws IOException {
        if (node != null) {
            node.close();
        }
    }
}
