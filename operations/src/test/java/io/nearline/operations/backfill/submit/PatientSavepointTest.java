package io.nearline.operations.backfill.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatientSavepointTest {

    private static final String CLOSING = "Checkpoint was declined (task is closing)";

    private final List<String> told = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Deque<String> refusals = new ArrayDeque<>();
    private final PatientSavepoint savepoint = new PatientSavepoint(told::add, pauses::add);
    private boolean alive = true;

    private String ask() {
        return savepoint.ask(this::attempt, () -> alive);
    }

    private String attempt() {
        String refusal = refusals.poll();
        if (refusal == null) {
            return "file:/savepoint";
        }
        throw new RemoteJobException(
                "could not stop job 1: " + refusal, new IllegalStateException(refusal));
    }

    @Test
    void asksAgainAfterALongerAndLongerPause() {
        refusals.add(CLOSING);
        refusals.add("Not all required tasks are currently running.");

        assertThat(ask()).isEqualTo("file:/savepoint");
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(told).hasSize(2).first().asString().contains("task is closing", "again");
    }

    @Test
    void givesUpAtOnceForAReasonThatStays() {
        refusals.add("the cluster has no directory for savepoints");

        assertThatThrownBy(this::ask).hasMessageContaining("no directory");
        assertThat(pauses).isEmpty();
    }

    @Test
    void saysThatTheJobGoesOnWhenItGivesUp() {
        refusals.addAll(Collections.nCopies(100, CLOSING));

        assertThatThrownBy(this::ask).hasMessageContaining("declined 6 times, and the job goes on");
    }

    @Test
    void saysThatThereIsNothingToPauseOnceTheJobHasEnded() {
        refusals.add(CLOSING);
        alive = false;

        assertThatThrownBy(this::ask).hasMessageContaining("nothing to pause");
    }
}
