package io.nearline.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.cli.CommandLineRun;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {

    @TempDir private static Path bundles;
    private static Path first;
    private static Path second;
    @TempDir private Path directory;
    private Path pairs;

    @BeforeAll
    static void pack() throws IOException {
        first = TinyBundles.write(TinyModel.BERT, "tiny", bundles);
        second = TinyBundles.write(TinyModel.ENCODER, "other", bundles);
    }

    @BeforeEach
    void write() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= 12; i++) {
            lines.add(i + "\tabc " + "x ".repeat(i) + "\tabc " + "y ".repeat(i % 5));
        }
        pairs = Files.write(directory.resolve("my-pairs.tsv"), lines);
    }

    @Test
    void showsTheFiguresOfEachModelWithTheirIntervals() {
        CommandLineRun run = evaluate("--bundle", second.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().get(0)).isEqualTo("my-pairs: 12 pairs");
        assertThat(run.out().get(1)).contains("FIGURE", "95 %", "PUBLISHED", "ABOVE tiny");
        assertThat(run.out().get(2)).containsPattern("spearman +tiny +-?0\\.\\d{4}  .* to ");
        assertThat(run.out().get(3)).containsPattern("other .*[+-]0\\.\\d{4} \\(.* to .*\\)");
    }

    @Test
    void writesTheSameForProgramsAndAsAPageThatLoadsNothing() throws IOException {
        Path json = directory.resolve("report.json");
        Path html = directory.resolve("report.html");

        assertThat(evaluate("--json", json.toString(), "--html", html.toString()).exitCode())
                .isZero();

        JsonNode figure =
                new ObjectMapper().readTree(json.toFile()).at("/sets/0/models/0/figures/0");
        assertThat(figure.path("figure").asText()).isEqualTo("spearman");
        assertThat(figure.path("low").asDouble())
                .isLessThanOrEqualTo(figure.path("high").asDouble());
        String page = Files.readString(html);
        assertThat(page)
                .contains("<svg", "prefers-color-scheme: dark", "my-pairs")
                .doesNotContain("http", "<script", "src=");
    }

    @Test
    void aFigureBelowTheBarIsExitCode1() {
        assertThat(evaluate("--fail-below", "spearman=-1").exitCode()).isZero();
        CommandLineRun below = evaluate("--fail-below", "spearman=1.01");
        assertThat(below.exitCode()).isEqualTo(1);
        assertThat(below.err()).last().asString().contains("spearman is ", "below 1.01");
        assertThat(evaluate("--fail-below", "nDCG=1").err())
                .last()
                .asString()
                .contains("no set has a figure 'nDCG', only [spearman]");
    }

    @Test
    void aWrongLineIsToldWithItsFile() throws IOException {
        Files.writeString(pairs, "high\ta\tb\nhigh\ta\tb\n".repeat(9));

        CommandLineRun run = evaluate();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).last().asString().contains("my-pairs.tsv: line 2: has no number");
    }

    private CommandLineRun evaluate(String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "evaluate",
                                "--pairs",
                                pairs.toString(),
                                "--resamples",
                                "100",
                                "--bundle",
                                first.toString()));
        arguments.addAll(List.of(more));
        return CommandLineRun.of(arguments.toArray(String[]::new));
    }
}
