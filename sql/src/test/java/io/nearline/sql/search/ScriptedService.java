package io.nearline.sql.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Gives answers in turn by path, the last one again and again, and remembers what was asked. */
final class ScriptedService implements AutoCloseable {

    /** Ends the connection in place of an answer. */
    private static final int HANG_UP = 0;

    /** Begins an answer and never ends it. */
    private static final int STALL = 1;

    record Answer(int status, Map<String, String> headers, String body) {}

    record Asked(String path, String authorization, String body) {

        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(body);
        }
    }

    private final HttpServer server;
    private final Map<String, Queue<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    ScriptedService() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    ScriptedService answers(String path, int status, Map<String, String> headers, String body) {
        answers.computeIfAbsent(path, any -> new ConcurrentLinkedQueue<>())
                .add(new Answer(status, headers, body));
        return this;
    }

    ScriptedService hangsUp(String path) {
        return answers(path, HANG_UP, Map.of(), "");
    }

    ScriptedService stalls(String path) {
        return answers(path, STALL, Map.of(), "");
    }

    List<Asked> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(
                new Asked(
                        path,
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        Queue<Answer> left = answers.getOrDefault(path, new ConcurrentLinkedQueue<>());
        Answer answer = left.size() > 1 ? left.remove() : left.peek();
        if (answer == null) {
            answer = new Answer(404, Map.of(), "");
        }
        if (answer.status() == STALL) {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().flush();
            return;
        }
        if (answer.status() != HANG_UP) {
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
