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

        String[] lines = ResultTable.of(List.of(first, second), "seed 7").toString().split("\n");

        assertThat(cells(lines[2]))
                .containsExactly(
                        "kill-broker", "3", "0", "0", "0", "7", "2.0 s", "4.0 s", "", "seed 7");
        assertThat(cells(lines[3]))
                .containsExactly("flood", "0", "1", "1", "1", "0", "", "", "1.5 s", "seed 7");
        assertThat(cells(lines[4])).startsWith("all", "3", "1", "1", "1", "7");
    }

    @Test
    void saysWhyAFaultWasNotTried() {
        ResultTable table =
                ResultTable.of(List.of(FaultResult.skipped("full-disk", "no mount")), "seed 7");

        assertThat(table.toString()).contains("| full-disk | skipped: no mount |");
    }

    @Test
    void keepsRowsOfFaultsThatWereNotTriedNowAndSumsThemUp() {
        FaultResult flood = new FaultResult("flood");
        flood.recoveredAfter(Duration.ofSeconds(1));
        FaultResult disk = new FaultResult("full-disk");
        disk.recoveredAfter(Duration.ofSeconds(2));
        ResultTable older = ResultTable.of(List.of(flood, disk), "seed 1");
        FaultResult again = new FaultResult("flood");
        again.recoveredAfter(Duration.ofSeconds(3));
        again.recoveredAfter(Duration.ofSeconds(3));
        ResultTable newer =
                ResultTable.of(
                        List.of(again, FaultResult.skipped("full-disk", "no mount")), "seed 2");

        String[] lines =
                newer.over(ResultTable.parse(older.toString()), List.of("full-disk", "flood"))
                        .toString()
                        .split("\n");

        assertThat(cells(lines[2])).startsWith("full-disk", "1").endsWith("seed 1");
        assertThat(cells(lines[3])).startsWith("flood", "2").endsWith("seed 2");
        assertThat(cells(lines[4])).startsWith("all", "3");
        assertThat(lines).hasSize(5);
    }

    private static List<String> cells(String line) {
        return java.util.Arrays.stream(line.split("\\|", -1))
                .map(String::strip)
                .toList()
                .subList(1, 11);
    }

    private static Violation violation(Rule rule) {
        return new Violation(rule, "a@tiny", "found", List.of());
    }
}
