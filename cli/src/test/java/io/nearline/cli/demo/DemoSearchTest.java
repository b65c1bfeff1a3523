package io.nearline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testkit.ProjectFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DemoSearchTest {

    @TempDir private Path directory;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void findsByMeaningWhatTheDemoFeeds() throws Exception {
        Path posts =
                Files.write(
                        directory.resolve("posts.jsonl"),
                        List.of(
                                "{\"id\":\"1\",\"revision\":1,\"text\":\"Fog over the harbour\"}",
                                "{\"id\":\"2\",\"revision\":1,\"text\":\"How to bake bread\"}",
                                "{\"id\":\"3\",\"revision\":1,\"text\":\"A kitten sleeps\"}"));
        AtomicBoolean stop = new AtomicBoolean();
        Listener listener = new Listener();
        CompletableFuture<Void> run =
                CompletableFuture.runAsync(() -> run(posts, listener, stop::get));

        URI page = listener.address.applyToEither(run.thenApply(end -> null), at -> at).get();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () ->
                                assertThat(found(page, "young%20cat"))
                                        .as(run.toString())
                                        .startsWith("3")
                                        .hasSize(3));
        assertThat(get(page, "").body()).contains("<title>");

        stop.set(true);
        run.get();
    }

    private void run(Path posts, DemoListener listener, BooleanSupplier stop) {
        DemoSettings settings =
                new DemoSettings(
                        List.of(PostInput.file(posts)),
                        List.of(ProjectFiles.int8Bundle().resolveSibling("all-minilm-l6-v2")),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalInt.of(0),
                        Double.POSITIVE_INFINITY,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10),
                        Map.of());
        try {
            new Demo(settings, directory, listener, stop).run(Demo.Goal.NONE);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    /** Ids of the posts found, best first; none while the service is not ready. */
    private static List<String> found(URI page, String words) throws Exception {
        JsonNode answer = new ObjectMapper().readTree(get(page, "v1/search?k=5&q=" + words).body());
        return answer.findValuesAsText("id");
    }

    private static HttpResponse<String> get(URI page, String path)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(page.resolve(path)).build(), BodyHandlers.ofString());
    }

    private static final class Listener implements DemoListener {

        private final CompletableFuture<URI> address = new CompletableFuture<>();

        @Override
        public void ready(String brokers) {}

        @Override
        public void searchable(URI at) {
            address.complete(at);
        }

        @Override
        public void updated(IndexUpdate update) {}

        @Override
        public void progress(Summary summary) {}

        @Override
        public void fed() {}

        @Override
        public void report(String line) {}

        @Override
        public void backfilling(BackfillReport report, long merged) {}
    }
}
