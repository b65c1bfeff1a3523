package io.nearline.operators.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.testkit.PaperRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    private static final Schema SCHEMA = Schema.create(Schema.Type.STRING);
    private static final String REGISTER = "POST /subjects/copy-value/versions";
    private static final String ASK = "GET /config/copy-value";
    private static final String SET = "PUT /config/copy-value";

    private final PaperRegistry paper =
            PaperRegistry.start().answering(REGISTER, 200, "{\"id\":7}");
    private final List<String> told = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private long now = 1_000_000;

    @AfterEach
    void close() {
        paper.close();
    }

    @Test
    void aSubjectWithoutACompatibilityGetsOne() throws Exception {
        paper.answering(SET, 200, "{\"compatibility\":\"FULL_TRANSITIVE\"}");

        assertThat(register()).isEqualTo(7);
        assertThat(paper.asked()).containsExactly(ASK, REGISTER, SET);
        assertThat(paper.told(SET)).isEqualTo("{\"compatibility\":\"FULL_TRANSITIVE\"}");
        assertThat(told).isEmpty();
    }

    @Test
    void whatSomebodyHasDecidedForTheSubjectStays() throws Exception {
        paper.answering(ASK, 200, "{\"compatibilityLevel\":\"NONE\"}");

        assertThat(register()).isEqualTo(7);
        assertThat(paper.asked()).doesNotContain(SET);
    }

    @Test
    void whileTheRegistryDoesNotAnswerItWaitsLongerAndLonger() throws Exception {
        paper.answering(SET, 200, "{}");
        for (int i = 0; i < 8; i++) {
            paper.first(503, "");
        }

        assertThat(register()).isEqualTo(7);
        assertThat(pauses)
                .extracting(Duration::toMillis)
                .containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
        assertThat(told).hasSize(2).last().isEqualTo("ends: PT16.3S");
    }

    @Test
    void anOutageBetweenTheTwoQuestionsLosesNeither() throws Exception {
        paper.answering(SET, 503, "");
        Registration registration =
                registration(
                        () ->
                                paper.answering(SET, 200, "{}")
                                        .answering(ASK, 200, "{\"compatibilityLevel\":\"NONE\"}"));

        assertThat(registration.register("copy-value", SCHEMA, "FULL_TRANSITIVE")).isEqualTo(7);
        assertThat(paper.asked()).filteredOn(SET::equals).hasSize(2);
    }

    @Test
    void aRefusedSchemaIsToldAtOnce() {
        paper.answering(REGISTER, 409, "{\"error_code\":409}");

        assertThatThrownBy(this::register)
                .isInstanceOf(RefusedSchemaException.class)
                .hasMessageContaining("copy-value");
        assertThat(pauses).isEmpty();
    }

    @Test
    void aRefusalIsAnAnswerThatEndsTheWait() {
        paper.answering(REGISTER, 409, "{\"error_code\":409}").first(503, "");

        assertThatThrownBy(this::register).isInstanceOf(RefusedSchemaException.class);
        assertThat(told).hasSize(2).last().isEqualTo("ends: PT0.1S");
    }

    private int register() throws Exception {
        return registration(() -> {}).register("copy-value", SCHEMA, "FULL_TRANSITIVE");
    }

    private Registration registration(Runnable meanwhile) {
        RegistryAccess access = new RegistryAccess(List.of(paper.url()), null, null);
        return new Registration(
                new SchemaRegistry(access),
                new KnownSchemas.Waiting() {
                    @Override
                    public void begins(String problem) {
                        told.add("begins: " + problem);
                    }

                    @Override
                    public void ends(Duration waited) {
                        told.add("ends: " + waited);
                    }
                },
                time -> {
                    pauses.add(time);
                    now += time.toMillis();
                    meanwhile.run();
                },
                () -> Instant.ofEpochMilli(now));
    }
}
