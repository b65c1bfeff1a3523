package io.nearline.pipeline.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

/** A file of options: YAML with nested or flat keys as Flink reads it, or Java properties. */
final class ConfigFile {

    private ConfigFile() {}

    static Configuration read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new CommandException("--config: cannot read " + file);
        }
        return file.toString().endsWith(".properties") ? properties(file) : yaml(file);
    }

    private static Configuration properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> options =
                properties.stringPropertyNames().stream()
                        .collect(Collectors.toMap(name -> name, properties::getProperty));
        return Configuration.fromMap(options);
    }

    /** Flink reads one name only, in a directory. */
    private static Configuration yaml(Path file) throws IOException {
        Path directory = Files.createTempDirectory("nearline-config-");
        Path named = directory.resolve(GlobalConfiguration.FLINK_CONF_FILENAME);
        try {
            Files.copy(file, named);
            return GlobalConfiguration.loadConfiguration(directory.toString());
        } finally {
            Files.deleteIfExists(named);
            Files.deleteIfExists(directory);
        }
    }
}
