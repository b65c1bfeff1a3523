package io.nearline.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Plan PLAN =
            new Plan(600, 2, 500, List.of(0.7), 6, 400, 15_000, 0, 10_000, Plan.Peers.WITHOUT, 60);

    @Test
    void measuresNoMoreTextsThanTheInputHas() {
        Plan small = PLAN.limitedTo(313);

        assertThat(small.posts()).isEqualTo(313);
        assertThat(small.warmUp()).isEqualTo(313);
        assertThat(small.inferred()).isEqualTo(313);
        assertThat(small.instantPosts()).isEqualTo(15_000);
    }

    @Test
    void leavesThePlanAsItIsWhereTheInputHasEnough() {
        assertThat(PLAN.limitedTo(600)).isEqualTo(PLAN);
    }
}
