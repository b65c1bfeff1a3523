package io.nearline.faults.campaign;

import io.nearline.faults.history.Rule;
import io.nearline.faults.history.Violation;
import io.nearline.topics.freshness.NearestRank;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What came of one fault. */
public final class FaultResult {
    private static final Set<Rule> LOST =
            EnumSet.of(Rule.NOTHING_LOST, Rule.UNREADABLE_IS_GIVEN_UP);
    private static final Set<Rule> WRONG_AT_THE_END =
            EnumSet.of(Rule.NEWEST_WINS, Rule.DELETES_STAY_DELETED);

    private final String fault;
    private final List<Duration> recoveries = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private String skipped;
    private Duration longestCheckpoint;
    private int duplicates;

    FaultResult(String fault) {
        this.fault = fault;
    }

    static FaultResult skipped(String fault, String reason) {
        FaultResult result = new FaultResult(fault);
        result.skipped = reason;
        return result;
    }

    static FaultResult notTried(String fault, RuntimeException reason) {
        FaultResult result = new FaultResult(fault);
        result.broke(
                new Violation(Rule.CONVERGES, fault, "could not be tried: " + reason, List.of()));
        return result;
    }

    void recoveredAfter(Duration time) {
        recoveries.add(time);
    }

    void broke(Violation violation) {
        violations.add(violation);
    }

    void repeated(int updates) {
        duplicates += updates;
    }

    void checkpointTook(Duration time) {
        if (longestCheckpoint == null || longestCheckpoint.compareTo(time) < 0) {
            longestCheckpoint = time;
        }
    }

    public String fault() {
        return fault;
    }

    /** Why it was not tried; empty if it was. */
    public Optional<String> skipped() {
        return Optional.ofNullable(skipped);
    }

    /** How often the job recovered from it. */
    public int times() {
        return recoveries.size();
    }

    /** Keys of which accepted revisions never came out, and records that are no dead letters. */
    public int lost() {
        return count(LOST);
    }

    /** Keys that ended on something older than they should. */
    public int wrongFinalStates() {
        return count(WRONG_AT_THE_END);
    }

    /** How often any other rule was broken. */
    public int otherwiseBroken() {
        return violations.size() - lost() - wrongFinalStates();
    }

    /** Updates whose revision had been published before. */
    public int duplicates() {
        return duplicates;
    }

    public Optional<Duration> medianRecovery() {
        return percentile(0.5);
    }

    public Optional<Duration> worstRecovery() {
        return percentile(1);
    }

    /** Where checkpoints were watched. */
    public Optional<Duration> longestCheckpoint() {
        return Optional.ofNullable(longestCheckpoint);
    }

    /** What was broken, with the evidence. */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    private int count(Set<Rule> rules) {
        return (int) violations.stream().filter(v -> rules.contains(v.rule())).count();
    }

    private Optional<Duration> percentile(double share) {
        if (recoveries.isEmpty()) {
            return Optional.empty();
        }
        long[] sorted = recoveries.stream().mapToLong(Duration::toNanos).sorted().toArray();
        return Optional.of(Duration.ofNanos(NearestRank.of(share, sorted)));
    }
}
