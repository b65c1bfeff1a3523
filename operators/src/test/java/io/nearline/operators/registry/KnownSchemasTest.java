package io.nearline.operators.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.testkit.PaperRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KnownSchemasTest {

    private final PaperRegistry paper = PaperRegistry.start();
    private final List<String> told = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final KnownSchemas schemas;
    private long now = 1_000_000;

    KnownSchemasTest() {
        KnownSchemas.Waiting waiting =
                new KnownSchemas.Waiting() {
                    @Override
                    public void begins(String problem) {
                        told.add("begins: " + problem);
                    }

                    @Override
                    public void ends(Duration waited) {
                        told.add("ends: " + waited);
                    }
                };
        schemas =
                new KnownSchemas(
                        new SchemaRegistry(access(paper)),
                        waiting,
                        time -> {
                            pauses.add(time);
                            now += time.toMillis();
                        },
                        () -> Instant.ofEpochMilli(now));
    }

    @AfterEach
    void close() {
        paper.close();
    }

    @Test
    void anIdIsAskedForOnce() throws Exception {
        paper.with(7, "\"string\"");

        assertThat(schemas.get(7)).isSameAs(schemas.get(7));
        assertThat(paper.asked()).hasSize(1);
        assertThat(told).isEmpty();
    }

    @Test
    void whileTheRegistryIsAwayItIsAskedAgainAndToldOfOnce() throws Exception {
        paper.with(7, "\"string\"");
        for (int i = 0; i < 8; i++) {
            paper.first(503, "");
        }

        schemas.get(7);

        assertThat(pauses)
                .extracting(Duration::toMillis)
                .containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).startsWith("begins: ").contains("HTTP 503");
        assertThat(told.get(1)).isEqualTo("ends: PT16.3S");
    }

    @Test
    void anUnknownIdIsAskedForAgainBeforeItCountsAsUnknown() throws Exception {
        paper.with(7, "\"string\"");
        paper.first(404, "{\"error_code\":40403}").first(404, "{\"error_code\":40403}");

        assertThat(schemas.get(7).getName()).isEqualTo("string");
    }

    @Test
    void anUnknownIdIsNotAskedForWithEachRecord() throws Exception {
        assertThatThrownBy(() -> schemas.get(7)).isInstanceOf(UnknownSchemaException.class);
        int asked = paper.asked().size();
        assertThatThrownBy(() -> schemas.get(7)).hasMessageContaining("no schema id 7");
        assertThat(paper.asked()).hasSize(asked);

        paper.with(7, "\"string\"");
        now += Duration.ofMinutes(1).toMillis();
        assertThat(schemas.get(7).getName()).isEqualTo("string");
    }

    @Test
    void whoeverWillNotWaitThrows() {
        paper.first(503, "");
        KnownSchemas impatient =
                new KnownSchemas(
                        new SchemaRegistry(access(paper)),
                        new KnownSchemas.Waiting() {
                            @Override
                            public void begins(String problem) {
                                throw new IllegalStateException(problem);
                            }

                            @Override
                            public void ends(Duration waited) {}
                        });

        assertThatThrownBy(() -> impatient.get(7)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theWaitEndsWhenTheThreadIsTold() {
        for (int i = 0; i < 3; i++) {
            paper.first(503, "");
        }
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> schemas.get(7)).isInstanceOf(InterruptedException.class);
    }

    private static RegistryAccess access(PaperRegistry registry) {
        return new RegistryAccess(List.of(registry.url()), null, null);
    }
}
