package io.nearline.faults.campaign;

import io.nearline.faults.fault.Fault;
import io.nearline.faults.history.Disturbance;
import io.nearline.faults.history.HistoryChecker;
import io.nearline.faults.history.Rule;
import io.nearline.faults.history.Verdict;
import io.nearline.faults.history.Violation;
import io.nearline.faults.rig.Rig;
import io.nearline.faults.rig.Site;
import io.nearline.faults.rig.TinyModels;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Faults on one deployment, one after the other, and the history of all of them. */
final class Trial {
    private static final Duration DRAIN = Duration.ofMinutes(3);
    private static final int LONGEST = 600;

    private final Rig rig;
    private final PrintStream out;
    private final HistoryChecker checker;
    private final List<Disturbance> disturbances = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private int duplicates;

    Trial(Rig rig, PrintStream out) {
        this.rig = rig;
        this.out = out;
        checker =
                new HistoryChecker(
                        rig.site() == Site.EXACTLY_ONCE, Set.of(TinyModels.NAME), rig.models());
        Recovery beginning = Recovery.await(rig, rig.clock().millis());
        if (beginning.time().isEmpty()) {
            throw new IllegalStateException(
                    "the job does not keep up without any fault: %s; %s"
                            .formatted(beginning.behind().get(0), rig.job().describe()));
        }
    }

    /** Brings the fault about so often, or until the job does not recover from it. */
    FaultResult run(Fault fault, int times) {
        FaultResult result = new FaultResult(fault.name());
        for (int i = 1; i <= times && result.violations().isEmpty(); i++) {
            String which = "%-24s %d/%d".formatted(fault.name(), i, times);
            try {
                injectOnce(fault, result, which);
            } catch (RuntimeException e) {
                out.printf("%s could not be carried out: %s%n", which, shortened(e));
                result.broke(
                        new Violation(
                                Rule.CONVERGES,
                                fault.name(),
                                "could not be carried out: " + shortened(e),
                                List.of(describeJob())));
            }
        }
        check(result);
        return result;
    }

    private void injectOnce(Fault fault, FaultResult result, String which) {
        Instant start = Instant.now();
        long injectedAt = rig.clock().millis();
        fault.inject(rig);
        fault.heal(rig);
        long healedAt = rig.clock().millis();
        Recovery recovery = Recovery.await(rig, healedAt);
        disturbances.add(new Disturbance(fault.name(), injectedAt, rig.clock().millis()));
        if (recovery.time().isEmpty()) {
            out.printf("%s NOT RECOVERED: %s%n", which, recovery.behind().get(0));
            List<String> evidence = new ArrayList<>(recovery.behind());
            result.broke(
                    new Violation(
                            Rule.CONVERGES,
                            fault.name(),
                            "%d posts are still behind while edits go on"
                                    .formatted(evidence.size()),
                            shortest(evidence)));
            return;
        }
        result.recoveredAfter(recovery.time().get());
        if (fault.watchesCheckpoints()) {
            result.checkpointTook(rig.job().longestCheckpoint(start));
        }
        fault.tidy(rig);
        out.printf("%s recovered in %.1f s%n", which, recovery.time().get().toMillis() / 1000.0);
    }

    /** A cluster answers with pages of stack traces. */
    private static String shortened(RuntimeException failure) {
        String text = failure.toString();
        return text.substring(0, Math.min(LONGEST, text.length()));
    }

    private List<String> shortest(List<String> behind) {
        List<String> few = new ArrayList<>(behind.subList(0, Math.min(5, behind.size())));
        few.add(describeJob());
        return few;
    }

    private String describeJob() {
        try {
            return rig.job().describe();
        } catch (RuntimeException e) {
            return "the cluster does not answer: " + e;
        }
    }

    /** Judges the history so far; the writer rests meanwhile. */
    private void check(FaultResult result) {
        rig.writer().pause();
        try {
            Awaitility.await("everything is published and read")
                    .atMost(DRAIN)
                    .until(() -> rig.watch().behind(0).isEmpty() && rig.watch().hasReadAll());
        } catch (ConditionTimeoutException e) {
            out.printf("%-24s %s%n", result.fault(), e.getMessage());
        }
        Verdict verdict = checker.check(rig.watch().history(disturbances));
        for (Violation violation : verdict.violations()) {
            if (known.add(violation.rule() + violation.subject() + violation.found())) {
                result.broke(violation);
                out.printf(
                        "%-24s BROKEN %s: %s %s%n",
                        result.fault(), violation.rule(), violation.subject(), violation.found());
            }
        }
        result.repeated(verdict.duplicates() - duplicates);
        duplicates = verdict.duplicates();
        rig.writer().resume();
    }
}
