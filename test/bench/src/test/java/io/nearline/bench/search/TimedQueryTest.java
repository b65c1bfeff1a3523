package io.nearline.bench.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TimedQueryTest {

    private static final String HEADER =
            "queue;dur=1.5, embed;dur=8.25, model;dur=2.0, search;dur=0.25";

    @Test
    void readsTheStagesInTheOrderOfTheService() {
        assertThat(QueryOutcome.of(true, HEADER).stages().keySet())
                .containsExactly("queue", "embed", "model", "search");
        assertThat(QueryOutcome.of(true, HEADER).stages()).containsEntry("embed", 8.25);
    }

    @Test
    void knowsNoStagesWithoutTheHeader() {
        assertThat(QueryOutcome.of(true, "").stages()).isEmpty();
    }

    @Test
    void leavesUnexplainedWhatIsNeitherLateNorAStage() {
        TimedQuery query = new TimedQuery(20_000, 4_000, QueryOutcome.of(true, HEADER).stages());

        assertThat(query.unexplainedMillis()).isCloseTo(6, within(1e-9));
    }
}
