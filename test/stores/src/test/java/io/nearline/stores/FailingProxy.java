package io.nearline.stores;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Hands requests on to a server, and answers writes below one path with status 503. */
final class FailingProxy implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;
    private final String target;
    private final String failing;

    FailingProxy(String target, String failing) throws IOException {
        this.target = target;
        this.failing = failing;
        this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        var unused = server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        byte[] body = exchange.getRequestBody().readAllBytes();
        try (exchange) {
            if (exchange.getRequestMethod().equals("PUT") && path.startsWith(failing)) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            HttpResponse<byte[]> answered = handOn(exchange, path, body);
            exchange.sendResponseHeaders(answered.statusCode(), answered.body().length);
            exchange.getResponseBody().write(answered.body());
        }
    }

    private HttpResponse<byte[]> handOn(HttpExchange exchange, String path, byte[] body)
            throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(target + path))
                        .header(
                                "Content-Type",
                                exchange.getRequestHeaders().getFirst("Content-Type"))
                        .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
                        .build();
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
