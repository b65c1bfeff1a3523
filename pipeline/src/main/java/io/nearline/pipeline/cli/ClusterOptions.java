package io.nearline.pipeline.cli;

import io.nearline.pipeline.broker.Cluster;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The options that say which Kafka cluster to talk to. */
final class ClusterOptions {

    @Option(
            names = "--brokers",
            paramLabel = "HOST:PORT,...",
            defaultValue = "${env:NEARLINE_BROKERS:-localhost:9092}",
            description =
                    "Kafka brokers to connect to. Default: the environment variable"
                            + " NEARLINE_BROKERS, else localhost:9092.")
    private String brokers;

    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description =
                    "Properties file with further settings of the Kafka clients, such as security.")
    private Path clientConfig;

    Cluster cluster() throws IOException {
        return new Cluster(brokers, clientSettings());
    }

    private Map<String, String> clientSettings() throws IOException {
        if (clientConfig == null) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(clientConfig)) {
            properties.load(reader);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new CommandException("--client-config: there is no file " + clientConfig);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }
}
