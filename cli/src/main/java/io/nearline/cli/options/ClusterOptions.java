package io.nearline.cli.options;

import io.nearline.cli.terminal.CommandException;
import io.nearline.topics.cluster.Cluster;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say which Kafka cluster to talk to. */
public final class ClusterOptions {

    /** Who said where the brokers are. */
    public enum Origin {
        OPTION,
        ENVIRONMENT,
        /** Nobody. */
        ASSUMED
    }

    private static final String BROKERS = "--brokers";
    private static final String VARIABLE = "NEARLINE_BROKERS";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = BROKERS,
            paramLabel = "HOST:PORT,...",
            defaultValue = "${env:" + VARIABLE + ":-localhost:9092}",
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

    /** The cluster that they name; it was not asked yet. */
    public Cluster cluster() throws IOException {
        return new Cluster(brokers, clientSettings());
    }

    /** Its brokers, as Kafka clients take them. */
    public String brokers() {
        return brokers;
    }

    /** Who said so. */
    public Origin origin() {
        if (command.commandLine().getParseResult().hasMatchedOption(BROKERS)) {
            return Origin.OPTION;
        }
        return System.getenv(VARIABLE) == null ? Origin.ASSUMED : Origin.ENVIRONMENT;
    }

    /** Settings of the Kafka clients, by Kafka's names. */
    public Map<String, String> clientSettings() throws IOException {
        if (clientConfig == null) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(clientConfig)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new CommandException("--client-config: there is no file " + clientConfig);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, properties::getProperty));
    }
}
