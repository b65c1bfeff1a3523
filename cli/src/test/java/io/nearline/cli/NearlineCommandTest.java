package io.nearline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class NearlineCommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frobnicate",
                "topics",
                "topics create --partitions many",
                "post",
                "post --id 1",
                "post --id 1 --text a --delete",
                "post --id 1 --text a --file b",
                "post --mapping a.yaml",
                "demo --mapping a.yaml",
                "mapping",
                "mapping check a.yaml",
                "tail",
                "tail posts --max some",
                "stream -Dkey-without-value",
                "stream --fresh=perhaps",
                "model",
                "model verify",
                "model package somewhere",
                "model package somewhere --out there --pooling max",
                "evaluate",
                "evaluate --pairs none.tsv --resamples 3",
                "doctor everything"
            })
    void aCommandLineThatMakesNoSenseIsOneLineAndExitCode2(String line) {
        CommandLineRun run = CommandLineRun.of(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasSize(1);
        assertThat(run.err().get(0)).startsWith("nearline: ").endsWith("--help)");
    }

    @ParameterizedTest
    @CsvSource({
        "demoo, demo",
        "topics craete, create",
        "stream --broker localhost:1, --brokers",
        "stream --broker=localhost:1, --brokers",
        "dead-letters reply, replay"
    })
    void aMisspeltCommandOrOptionIsToldWithTheOneThatWasMeant(String line, String meant) {
        assertThat(CommandLineRun.of(line.split(" ")).err())
                .singleElement()
                .asString()
                .contains("did you mean " + meant + "?");
    }

    @Test
    void aWordThatIsLikeNoCommandGetsNoSuggestion() {
        assertThat(CommandLineRun.of("frobnicate").err())
                .singleElement()
                .asString()
                .doesNotContain("did you mean");
    }

    @Test
    void theVersionNamesWhatAReportShouldName() {
        CommandLineRun run = CommandLineRun.of("--version");

        assertThat(run.exitCode()).isZero();
        assertThat(String.join(" ", run.out()))
                .contains("nearline ", "Flink ", "ONNX Runtime ", "Java ")
                .doesNotContain("null")
                .doesNotContain("${");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandAndOptionExplainsItself(List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add("--help");
        CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isNotEmpty();
        assertThat(run.err()).isEmpty();
        CommandLine described = find(command);
        assertThat(described.getCommandSpec().usageMessage().description()).isNotEmpty();
        for (OptionSpec option : described.getCommandSpec().options()) {
            assertThat(option.description()).as(option.longestName()).isNotEmpty();
        }
    }

    @Test
    void aMissingFileIsOneLineAndExitCode1() {
        CommandLineRun run = CommandLineRun.of("post", "--file", "no-such-file.jsonl");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).containsExactly("nearline: --file: cannot read no-such-file.jsonl");
    }

    @Test
    void aBrokerAddressThatIsNoneIsOneLineThatShowsIt() {
        CommandLineRun run = CommandLineRun.of("topics", "create", "--brokers", "nowhere");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).hasSize(1);
        assertThat(run.err().get(0)).contains("nowhere");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explainsACommandAlikeAloneAndAmongAll(List<String> path) {
        List<String> call = new ArrayList<>(path);
        call.add("--help");
        String[] arguments = call.toArray(String[]::new);
        StringWriter alone = new StringWriter();
        PrintWriter out = new PrintWriter(alone);

        int exitCode = NearlineCommand.commandLine(arguments, out, out).execute(arguments);

        assertThat(exitCode).isZero();
        assertThat(alone.toString().lines())
                .containsExactlyElementsOf(CommandLineRun.of(arguments).out());
    }

    @Test
    void readsNoOtherCommandThanTheOneThatIsCalled() {
        PrintWriter out = new PrintWriter(new StringWriter());

        CommandLine called = NearlineCommand.commandLine(new String[] {"serve"}, out, out);

        assertThat(called.getSubcommands()).containsOnlyKeys("serve");
    }

    static Stream<List<String>> commands() {
        CommandLine root = find(List.of());
        return Stream.concat(Stream.of(List.of()), paths(root, List.of()));
    }

    private static Stream<List<String>> paths(CommandLine parent, List<String> prefix) {
        return parent.getSubcommands().entrySet().stream()
                .flatMap(
                        child -> {
                            List<String> path = new ArrayList<>(prefix);
                            path.add(child.getKey());
                            return Stream.concat(Stream.of(path), paths(child.getValue(), path));
                        });
    }

    private static CommandLine find(List<String> path) {
        CommandLine found = new CommandLine(new NearlineCommand());
        for (String name : path) {
            found = found.getSubcommands().get(name);
        }
        return found;
    }
}
