package io.nearline.bench.worker;

import io.nearline.bench.input.UnusableInputException;
import io.nearline.cli.NearlineCommand;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code nearline serve} in a process of its own. */
public final class QueryProcess implements AutoCloseable {
    private static final String HEAP = "1g";
    private static final long LOOK_MILLIS = 50;

    private final Process process;
    private final URI address;

    private QueryProcess(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts one, which is not ready yet.
     *
     * @param options of the command, without its port
     */
    public static QueryProcess start(List<String> options) throws IOException {
        int port = freePort();
        List<String> arguments = new ArrayList<>(List.of("serve", "--port", "" + port));
        arguments.addAll(options);
        Process process =
                JavaProcess.start(NearlineCommand.class, HEAP, arguments.toArray(String[]::new));
        return new QueryProcess(process, URI.create("http://127.0.0.1:" + port + "/"));
    }

    /** Where it listens. */
    public URI address() {
        return address;
    }

    /** Waits until it holds what there is. */
    public void awaitReady(Duration longest) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(address.resolve("readyz")).build();
        long begun = System.nanoTime();
        while (!answers(client, request)) {
            if (!process.isAlive() || System.nanoTime() - begun > longest.toNanos()) {
                throw new UnusableInputException(
                        "the query service is not ready; its messages are above");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private static boolean answers(HttpClient client, HttpRequest request)
            throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // It does not listen yet.
            return false;
        }
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
