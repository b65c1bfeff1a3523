package io.nearline.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The versions that a report of a problem should name. */
final class Versions implements IVersionProvider {

    private static final String RESOURCE = "versions.properties";

    @Override
    public String[] getVersion() throws IOException {
        Properties versions = new Properties();
        try (InputStream resource = Versions.class.getResourceAsStream(RESOURCE)) {
            versions.load(resource);
        }
        return new String[] {
            "nearline %s".formatted(versions.getProperty("nearline")),
            "Flink %s, Kafka clients %s, ONNX Runtime %s, Java %s, %s %s"
                    .formatted(
                            versions.getProperty("flink"),
                            versions.getProperty("kafka"),
                            versions.getProperty("onnxruntime"),
                            System.getProperty("java.version"),
                            System.getProperty("os.name"),
                            System.getProperty("os.arch")),
        };
    }
}
