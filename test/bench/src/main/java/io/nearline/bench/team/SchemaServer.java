package io.nearline.bench.team;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A registry that knows the schema of {@link TeamAvro} and nothing else. */
public final class SchemaServer implements AutoCloseable {

    private static final int OK = 200;

    private final HttpServer server;

    private SchemaServer(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a free port. */
    public static SchemaServer start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer =
                "{\"schema\":\"%s\"}"
                        .formatted(TeamAvro.schema().replace("\"", "\\\""))
                        .getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/schemas/ids/" + TeamAvro.SCHEMA_ID,
                exchange -> {
                    exchange.sendResponseHeaders(OK, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
        return new SchemaServer(server);
    }

    /** Where it is. */
    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
