package io.nearline.retrieval.serve;

import io.nearline.schemas.ModelStatus;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.ClusterException;
import io.nearline.topics.control.ControlTopic;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where index-control says that bundles are, as far as that is on this machine. */
final class PublishedBundles implements BundleFinder.Published {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedBundles.class);

    private final Cluster cluster;
    private final String controlTopic;

    PublishedBundles(Cluster cluster, String controlTopic) {
        this.cluster = cluster;
        this.controlTopic = controlTopic;
    }

    @Override
    public Optional<Path> directory(String modelName, String digest) {
        try (ControlTopic control = ControlTopic.open(cluster, controlTopic)) {
            return control.read()
                    .status(modelName)
                    .filter(status -> status.getModelDigest().equals(digest))
                    .map(ModelStatus::getBundleUri)
                    .flatMap(PublishedBundles::onThisMachine);
        } catch (ClusterException e) {
            LOG.warn("cannot ask {} where a bundle is: {}", controlTopic, e.getMessage());
            return Optional.empty();
        }
    }

    /** The path of a {@code file:} URI or of a plain path; empty for other file systems. */
    static Optional<Path> onThisMachine(String uri) {
        if (uri.startsWith("/")) {
            return Optional.of(Path.of(uri));
        }
        try {
            URI parsed = URI.create(uri);
            return "file".equals(parsed.getScheme())
                    ? Optional.of(Path.of(parsed.getPath()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            LOG.warn("passing over a bundle's address that is no URI: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
