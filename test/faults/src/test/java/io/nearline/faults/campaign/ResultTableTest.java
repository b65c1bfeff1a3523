package io.nearline.faults.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.faults.history.Rule;
import io.nearline.faults.history.Violation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTableTest {

    @Test
    void tellsWhatWasBrokenApartAndSumsUp() {
        FaultResult first = new FaultResult("kill-broker");
        first.recoveredAfter(Duration.ofSeconds(1));
        first.recoveredAfter(Duration.ofSeconds(4));
        first.recoveredAfter(Duration.ofSeconds(2));
        first.repeated(7);
        FaultResult second = new FaultResult("flood");
        second.broke(violation(Rule.NOTHING_LOST));
        second.broke(violation(Rule.DELETES_STAY_DELETED));
        second.broke(violation(Rule.CONVERGES));
        second.checkpointTook(Duration.ofMillis(1500));
        second.checkpointTook(Duration.ofMillis(700));

        String[] lines = ResultTable.of(List.of(first, second)).split("\n");

        assertThat(cells(lines[2]))
                .containsExactly("kill-broker", "3", "0", "0", "0", "7", "2.0 s", "4.0 s", "");
        assertThat(cells(lines[3]))
                .containsExactly("flood", "0", "1", "1", "1", "0", "", "", "1.5 s");
        assertThat(cells(lines[4])).startsWith("all", "3", "1", "1", "1", "7");
    }

    @Test
    void saysWhyAFaultWasNotTried() {
        String table = ResultTable.of(List.of(FaultResult.skipped("full-disk", "no mount")));

        assertThat(table).contains("| full-disk | skipped: no mount |");
    }

    private static List<String> cells(String line) {
        return java.util.Arrays.stream(line.split("\\|", -1))
                .map(String::strip)
                .toList()
                .subList(1, 10);
    }

    private static Violation violation(Rule rule) {
        return new Violation(rule, "a@tiny", "found", List.of());
    }
}
