package io.nearline.cli.search;

import io.nearline.cli.directories.Installation;
import io.nearline.cli.directories.WorkDirectory;
import io.nearline.cli.directories.WorkDirectory.AtEnd;
import io.nearline.cli.terminal.CommandException;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.operations.bundles.InstalledBundles;
import io.nearline.retrieval.serve.NodeSettings;
import io.nearline.retrieval.serve.QueryNode;
import io.nearline.retrieval.serve.ServerSettings;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicNames;
import io.nearline.topics.consume.ConsumerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts what a service starts, so that the JVM can write down which classes that takes. */
@Command(
        name = "warm-up",
        description = {
            "Makes later starts faster: has the JVM write the classes that they load into one file,"
                    + " nearline.jsa beside lib/, which it maps instead of reading them anew.",
            "",
            "Once after unpacking, when an image is built, and again with another Java, which"
                    + " passes over the file. Needs no broker. Takes some seconds."
        })
public final class WarmUpCommand implements Callable<Integer> {

    private static final String WRITES = "-XX:ArchiveClassesAtExit=";

    /** Nobody listens there, and nobody is to wait long for that. */
    private static final Cluster NOWHERE =
            new Cluster(
                    "127.0.0.1:1",
                    Map.of("default.api.timeout.ms", "1000", "request.timeout.ms", "500"));

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String file = file();
        // That no broker answers is no news here.
        Configurator.setRootLevel(Level.OFF);
        Path bundle = Installation.bundles().find(InstalledBundles.DEFAULT);
        embed(bundle);
        PrintWriter err = spec.commandLine().getErr();
        try (WorkDirectory scratch = WorkDirectory.create(AtEnd.REMOVE, err)) {
            serve(bundle, scratch.path());
        }
        err.println("writing " + file);
        return ExitCode.OK;
    }

    /** Where the JVM writes when it ends, as the start script has told it. */
    private static String file() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith(WRITES))
                .map(argument -> argument.substring(WRITES.length()))
                .findFirst()
                .orElseThrow(() -> new CommandException("run bin/nearline of an unpacked archive"));
    }

    private static void embed(Path bundle) {
        try (Embedder embedder =
                Embedders.open(bundle, EngineOptions.forCpus(1).withEntry(Role.QUERY))) {
            embedder.embed(EmbeddableText.query("hello")).join();
        }
    }

    private static void serve(Path bundle, Path index) throws IOException, InterruptedException {
        NodeSettings settings =
                new NodeSettings(
                        NOWHERE,
                        ConsumerOptions.defaults(),
                        TopicNames.POSTS,
                        index,
                        Tier.FLOAT32,
                        List.of(bundle),
                        1,
                        ServerSettings.defaults().at(ServerSettings.DEFAULT_HOST, 0));
        try (QueryNode node = QueryNode.start(settings)) {
            for (String path : List.of("readyz", "v1/search?q=hello", "v1/posts/p1", "metrics")) {
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
