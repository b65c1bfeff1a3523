package io.nearline.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A service over HTTP that begins one answer, says that a body comes, and sends none. */
public final class StallingServer implements AutoCloseable {

    private static final String HEADERS = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";

    private final ServerSocket server;

    private StallingServer(ServerSocket server) {
        this.server = server;
    }

    /** Starts one on a free port. */
    public static StallingServer start() throws IOException {
        StallingServer started =
                new StallingServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        new Thread(started::stall, "stalling").start();
        return started;
    }

    /** Where it listens, without a slash at the end. */
    public String url() {
        return "http://localhost:" + server.getLocalPort();
    }

    private void stall() {
        try (Socket asking = server.accept()) {
            asking.getInputStream().read();
            asking.getOutputStream().write(HEADERS.getBytes(StandardCharsets.US_ASCII));
            asking.getOutputStream().flush();
            // Until the other side has had enough.
            asking.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // Closed, or the other side is gone.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
