package io.nearline.broker;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A {@link LocalBroker} in a JVM of its own, so that it outlives a job that is killed beside it.
 * Prints its address on standard output once it serves, then runs until the process is ended.
 */
@Command(name = "local-broker", description = "Runs one Kafka broker on 127.0.0.1 until ended.")
public final class LocalBrokerMain implements Callable<Integer> {

    @Option(
            names = "--port",
            required = true,
            description = "Port to serve on; the controller takes a free one.")
    private int port;

    @Option(
            names = "--dir",
            required = true,
            description = "Directory of the broker's data; kept, and used again if it has data.")
    private Path directory;

    /** Starts the broker; never returns while it serves. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LocalBrokerMain()).execute(arguments));
    }

    @Override
    public Integer call() {
        LocalBroker broker = LocalBroker.start(directory, port);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
        System.out.println(broker.bootstrapServers());
        broker.awaitShutdown();
        return CommandLine.ExitCode.OK;
    }
}
