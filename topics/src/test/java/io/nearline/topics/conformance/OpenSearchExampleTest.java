package io.nearline.topics.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nearline.schemas.IndexKey;
import io.nearline.testkit.Updates;
import io.nearline.topics.consume.Position;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the example for OpenSearch sends, and how it waits. A real engine is in {@code test/stores}.
 */
@Timeout(60)
class OpenSearchExampleTest {

    private static final String MODEL = "m";
    private static final int MOST_BYTES = 16 << 20;

    @TempDir private Path classes;
    private final List<Integer> documents = new CopyOnWriteArrayList<>();
    private final List<Integer> bytes = new CopyOnWriteArrayList<>();
    private URLClassLoader loader;
    private HttpServer engine;

    @BeforeEach
    void start() throws IOException {
        loader = CompiledExamples.compile("OpenSearchStore", classes);
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var unused = engine.createContext("/", this::answer);
        engine.start();
    }

    @AfterEach
    void stop() throws IOException {
        engine.stop(0);
        loader.close();
    }

    /** Of all changes of a commit in one request the engine takes 100 MB: 10,000 long vectors. */
    @Test
    void aCommitOfManyLongVectorsIsSentInParts() throws Exception {
        float[] vector = new float[1_536];
        Arrays.fill(vector, 0.012_345_678f);
        UpdateStore store = store("http://localhost:" + engine.getAddress().getPort());

        for (int i = 0; i < 1_000; i++) {
            store.upsert(new IndexKey("p" + i, MODEL), Updates.upsert("p" + i, 1, MODEL, vector));
        }
        store.commit(Position.NONE);

        assertThat(bytes).hasSizeGreaterThan(1).allMatch(size -> size < MOST_BYTES);
        assertThat(documents.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1_000);
    }

    /** A consumer that waits for ever looks like one that has nothing to do. */
    @Test
    void anEngineThatDoesNotAnswerFailsTheStore() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            UpdateStore store =
                    loader.loadClass("OpenSearchStore")
                            .asSubclass(UpdateStore.class)
                            .getConstructor(String.class, Duration.class)
                            .newInstance(
                                    "http://localhost:" + silent.getLocalPort(),
                                    Duration.ofMillis(300));

            assertThatThrownBy(store::position)
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "OpenSearch does not answer GET /nearline-state/_doc/position within"
                                    + " PT0.3S");
        }
    }

    private UpdateStore store(String url) throws ReflectiveOperationException {
        return loader.loadClass("OpenSearchStore")
                .asSubclass(UpdateStore.class)
                .getConstructor(String.class)
                .newInstance(url);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] asked = exchange.getRequestBody().readAllBytes();
        String said = "{}";
        if (exchange.getRequestURI().getPath().equals("/_bulk")) {
            int lines = (int) new String(asked, StandardCharsets.UTF_8).lines().count();
            bytes.add(asked.length);
            documents.add(lines / 2);
            said =
                    "{\"items\":[%s]}"
                            .formatted(
                                    String.join(
                                            ",",
                                            Collections.nCopies(
                                                    lines / 2, "{\"index\":{\"status\":200}}")));
        }
        byte[] body = said.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
