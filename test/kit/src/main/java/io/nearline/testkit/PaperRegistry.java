package io.nearline.operators.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A registry over HTTP that says what it is told to, and remembers what it was asked. */
public final class PaperRegistry implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Answer> answers = new HashMap<>();
    private final List<Answer> first = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private @Nullable String authorization;

    private record Answer(int status, String body) {}

    public PaperRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public RegistryAccess access() {
        return new RegistryAccess(List.of(url()), null, null);
    }

    /** Has a schema. */
    public synchronized PaperRegistry with(int id, String schema) {
        return answering(
                "GET /schemas/ids/" + id,
                200,
                "{\"schema\":\"%s\"}".formatted(schema.replace("\"", "\\\"").replace("\n", " ")));
    }

    /** Has an answer. */
    public synchronized PaperRegistry answering(String question, int status, String body) {
        answers.put(question, new Answer(status, body));
        return this;
    }

    /** Says something else first, whatever it is asked. */
    public synchronized PaperRegistry first(int status, String body) {
        first.add(new Answer(status, body));
        return this;
    }

    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    public synchronized @Nullable String authorization() {
        return authorization;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String question = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
        asked.add(question);
        authorization = exchange.getRequestHeaders().getFirst("Authorization");
        Answer answer =
                first.isEmpty()
                        ? answers.getOrDefault(
                                question,
                                new Answer(
                                        404,
                                        "{\"error_code\":40403,\"message\":\"Schema not found\"}"))
                        : first.remove(0);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
