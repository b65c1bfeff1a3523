package io.nearline.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A schema registry over HTTP that says what it is told to, remembers what it was asked, and can be
 * away.
 */
public final class PaperRegistry implements AutoCloseable {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Map<String, Answer> answers = new HashMap<>();
    private final List<Answer> first = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, String> told = new HashMap<>();
    private HttpServer server;
    private String authorization = "";

    private PaperRegistry(HttpServer server) {
        this.server = server;
    }

    private record Answer(int status, String body) {}

    /** Starts one on a free port. */
    public static PaperRegistry start() {
        PaperRegistry registry = new PaperRegistry(listening(0));
        registry.server.createContext("/", registry::answer);
        registry.server.start();
        return registry;
    }

    private static HttpServer listening(int port) {
        try {
            return HttpServer.create(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no registry can listen on port " + port, e);
        }
    }

    /** Where it is. */
    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** Has a schema of Avro. */
    public PaperRegistry with(int id, String schema) {
        return answering(
                "GET /schemas/ids/" + id,
                OK,
                "{\"schema\":\"%s\"}".formatted(schema.replace("\"", "\\\"").replace("\n", " ")));
    }

    /**
     * Has an answer.
     *
     * @param question method and path, as {@code GET /subjects}
     */
    public synchronized PaperRegistry answering(String question, int status, String body) {
        answers.put(question, new Answer(status, body));
        return this;
    }

    /** Says something else first, whatever it is asked. */
    public synchronized PaperRegistry first(int status, String body) {
        first.add(new Answer(status, body));
        return this;
    }

    /** What it was asked, in order. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    /**
     * What came along when it was last asked that; empty if it never was.
     *
     * @param question method and path, as {@code PUT /config}
     */
    public synchronized String told(String question) {
        return told.getOrDefault(question, "");
    }

    /** The header of the last question; empty if it had none. */
    public synchronized String authorization() {
        return authorization;
    }

    /** Goes away: nobody listens. */
    public void leave() {
        server.stop(0);
    }

    /** Comes back where it was. */
    public void comeBack() {
        server = listening(server.getAddress().getPort());
        server.createContext("/", this::answer);
        server.start();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String question = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
        asked.add(question);
        told.put(
                question,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        authorization = header == null ? "" : header;
        Answer answer = first.isEmpty() ? known(question) : first.remove(0);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Answer known(String question) {
        Answer nothing =
                new Answer(NOT_FOUND, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
        return answers.getOrDefault(question, nothing);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
