package io.nearline.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.http.HttpServerTransport;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.node.NodeValidationException;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/** An OpenSearch of one node in this JVM, with its HTTP on a free port. */
final class OpenSearchNode implements AutoCloseable {

    private static final class Server extends Node {
        private Server(Environment environment, Collection<Class<? extends Plugin>> plugins) {
            super(environment, plugins, false);
        }
    }

    private final Node node;

    private OpenSearchNode(Node node) {
        this.node = node;
    }

    /** Starts one whose files lie in a directory. */
    static OpenSearchNode start(Path home) throws IOException, NodeValidationException {
        Files.createDirectories(home);
        Settings settings =
                Settings.builder()
                        .put("path.home", home.toString())
                        .put("cluster.name", "nearline")
                        .put("discovery.type", "single-node")
                        .put("network.host", "127.0.0.1")
                        .put("http.port", "0")
                        .put("http.type", "netty4")
                        .put("transport.port", "0")
                        .put("transport.type", "netty4")
                        .put("cluster.routing.allocation.disk.threshold_enabled", false)
                        .put("node.processors", 1)
                        .build();
        Node node =
                new Server(
                        InternalSettingsPreparer.prepareEnvironment(
                                settings, Map.of(), home, () -> "one"),
                        List.of(Netty4Plugin.class));
        return new OpenSearchNode(node.start());
    }

    String url() {
        int port =
                node.injector()
                        .getInstance(HttpServerTransport.class)
                        .boundAddress()
                        .publishAddress()
                        .getPort();
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        node.close();
    }
}
