package io.nearline.bench.worker;

import io.nearline.bench.input.UnusableInputException;
import io.nearline.broker.LocalBrokerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A broker in a process of its own, so that its CPU time is nobody else's. */
public final class BrokerProcess implements AutoCloseable {
    private static final String HEAP = "512m";

    private final Process process;
    private final String brokers;

    private BrokerProcess(Process process, String brokers) {
        this.process = process;
        this.brokers = brokers;
    }

    /** Starts one and waits until it serves. */
    public static BrokerProcess start(Path directory) throws IOException {
        Process process =
                JavaProcess.start(
                        LocalBrokerMain.class,
                        HEAP,
                        "--port",
                        Integer.toString(freePort()),
                        "--dir",
                        directory.toString());
        BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String brokers = out.readLine();
        if (brokers == null) {
            throw new UnusableInputException("the broker did not start; its errors are above");
        }
        return new BrokerProcess(process, brokers);
    }

    /** Where it serves. */
    public String brokers() {
        return brokers;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        JavaProcess.end(process);
    }
}
