package io.nearline.operations.backfill.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatientSavepointTest {

    private static final String CLOSING = "Checkpoint was declined (task is closing)";

    private final List<String> told = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final Deque<String> refusals = new ArrayDeque<>();
    private Instant now = Instant.EPOCH;
    private final PatientSavepoint savepoint =
            new PatientSavepoint(() -> now, this::pause, told::add);
    private boolean alive = true;

    private void pause(Duration length) {
        pauses.add(length);
        now = now.plus(length);
    }

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
        assertThat(told).hasSize(2).first().asString().contains("task is closing", "asks again");
    }

    @Test
    void givesUpAtOnceForAReasonThatStays() {
        refusals.add("the cluster has no directory for savepoints");

        assertThatThrownBy(this::ask).hasMessageContaining("no directory");
        assertThat(pauses).isEmpty();
    }

    @Test
    void saysWhatItWaitsFor() {
        refusals.add(CLOSING);
        refusals.add("The maximum number of queued checkpoint requests exceeded");

        ask();

        assertThat(told)
                .satisfiesExactly(
                        notice ->
                                assertThat(notice)
                                        .contains(
                                                "waits until all tasks of the job run again",
                                                "asks again in 1 s",
                                                "gives up in 60 s"),
                        notice ->
                                assertThat(notice)
                                        .contains("the checkpoint that is under way", "in 2 s"));
    }

    @Test
    void givesUpAfterAMinuteAndSaysThatTheJobGoesOn() {
        refusals.addAll(Collections.nCopies(100, CLOSING));

        assertThatThrownBy(this::ask)
                .hasMessageContainingAll(
                        "task is closing", "and the job goes on", "try again once");
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(68));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Checkpoint was declined (task is closing)",
                "Checkpoint triggering task Source of job 1 is not being executed at the moment."
                        + " Aborting checkpoint. Failure reason: Not all required tasks are"
                        + " currently running.",
                "FailoverRegion is restarting.",
                "Task has failed.",
                "Task received cancellation from one of its inputs",
                "A savepoint has been created at: file:/s, but the corresponding job 1 failed"
                        + " during stopping. The savepoint is consistent"
            })
    void waitsForAJobThatIsBeingRestarted(String refusal) {
        refusals.add(refusal);

        assertThat(ask()).isEqualTo("file:/savepoint");
        assertThat(told).singleElement().asString().contains("all tasks of the job run again");
    }

    @Test
    void saysThatThereIsNothingToPauseOnceTheJobHasEnded() {
        refusals.add(CLOSING);
        alive = false;

        assertThatThrownBy(this::ask).hasMessageContaining("nothing to pause");
    }
}
