package io.nearline.operators.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.record.Backfill;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeHorizonTest {

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long NOW = 100 * DAY;

    private static PostsInReach posts(long sinceStart, long sinceOldest) {
        return new PostsInReach() {
            private static final long serialVersionUID = 1L;

            @Override
            public long sinceStart() {
                return sinceStart;
            }

            @Override
            public long sinceOldest(long emptied) {
                return sinceOldest;
            }
        };
    }

    private static boolean covers(MergeHorizon horizon, long asOf) {
        return horizon.covers(new Backfill("b", asOf));
    }

    private static MergeHorizon taken(long since, long at) {
        return new MergeHorizon(since, at);
    }

    @Test
    void withoutStateCoversOnlyBackfillsThatReadThePostsSinceTheFirstThatIsRead() {
        MergeHorizon horizon = MergeHorizon.ofStart(posts(NOW - DAY, 0), NOW);

        assertThat(covers(horizon, NOW - DAY - 1)).isFalse();
        assertThat(covers(horizon, NOW - DAY)).isTrue();
    }

    @Test
    void coversAllWhereNoPostWasEverRemoved() {
        assertThat(covers(MergeHorizon.ofStart(posts(PostsInReach.ALWAYS, 0), NOW), 0)).isTrue();
    }

    @Test
    void aRestartKeepsTheLatestThatAnySubtaskHad() {
        var kept = List.of(taken(PostsInReach.ALWAYS, NOW), taken(NOW - 3 * DAY, NOW));

        MergeHorizon horizon = MergeHorizon.ofRestore(kept, posts(NOW, NOW - 7 * DAY), NOW);

        assertThat(horizon.since()).isEqualTo(NOW - 3 * DAY);
    }

    @Test
    void aRestartMovesItWherePostsMayHaveLeftTheTopicUnread() {
        var kept = List.of(taken(PostsInReach.ALWAYS, NOW - 10 * DAY));

        MergeHorizon horizon = MergeHorizon.ofRestore(kept, posts(NOW, NOW - 7 * DAY), NOW);

        assertThat(horizon.since()).isEqualTo(NOW - 7 * DAY);
    }

    @Test
    void anEmptiedPartitionMovesItOnlyAfterALongAbsence() {
        PostsInReach emptied =
                new PostsInReach() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public long sinceStart() {
                        return NOW;
                    }

                    @Override
                    public long sinceOldest(long ofEmptied) {
                        return ofEmptied;
                    }
                };

        var failover = List.of(taken(PostsInReach.ALWAYS, NOW - DAY / 100));
        var longAway = List.of(taken(PostsInReach.ALWAYS, NOW - 10 * DAY));

        assertThat(MergeHorizon.ofRestore(failover, emptied, NOW).since())
                .isEqualTo(PostsInReach.ALWAYS);
        assertThat(MergeHorizon.ofRestore(longAway, emptied, NOW).since()).isEqualTo(NOW);
    }

    @Test
    void aCheckpointFromBeforeTheRuleCoversWhatItDid() {
        MergeHorizon horizon = MergeHorizon.ofRestore(List.of(), posts(NOW, NOW - 7 * DAY), NOW);

        assertThat(covers(horizon, 0)).isTrue();
    }
}
