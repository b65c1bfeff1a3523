package io.nearline.retrieval.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.retrieval.search.HeldModel;
import io.nearline.retrieval.serve.QueryEncoders.Availability;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class QueryEncodersTest {

    private static final HeldModel MODEL = new HeldModel("north", "d1", 5, 0);

    private final CompletableFuture<Optional<Path>> answer = new CompletableFuture<>();
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final QueryEncoders encoders =
            new QueryEncoders(
                    new ElsewhereKnown(),
                    path -> new HashEmbedder("north", path.getFileName().toString()));

    @AfterEach
    void close() {
        encoders.close();
    }

    /** Brokers that are away keep a service neither from listening nor from answering. */
    @Test
    @Timeout(20)
    void answersWhileBrokersDoNotSayWhereABundleIs() throws Exception {
        CompletableFuture<Void> following =
                CompletableFuture.runAsync(() -> encoders.follow(List.of(MODEL)));
        asked.get(10, TimeUnit.SECONDS);

        assertThat(encoders.availability(MODEL)).isEqualTo(Availability.MISSING);
        assertThatThrownBy(() -> encoders.embed(MODEL, "a text"))
                .isInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("--bundle");

        answer.complete(Optional.of(Path.of("d1")));
        following.get(10, TimeUnit.SECONDS);
        assertThat(encoders.availability(MODEL)).isEqualTo(Availability.OPEN);
        assertThat(encoders.embed(MODEL, "a text").vector())
                .isEqualTo(HashEmbedder.vectorOf("a text"));
    }

    @Test
    void forgetsWhereTheBundleOfAModelWasThatIsNoLongerHeld() {
        answer.complete(Optional.of(Path.of("d1")));
        encoders.follow(List.of(MODEL));

        encoders.follow(List.of());

        assertThat(encoders.availability(MODEL)).isEqualTo(Availability.MISSING);
    }

    /** Nothing on this machine; others answer when the test says so. */
    private final class ElsewhereKnown implements Bundles {

        @Override
        public Optional<Path> find(String modelName, String digest) {
            asked.complete(null);
            return answer.join();
        }

        @Override
        public Optional<Path> findHere(String modelName, String digest) {
            return Optional.empty();
        }

        @Override
        public Map<Path, String> digestsOf(String modelName) {
            return Map.of();
        }
    }
}
