package io.nearline.faults;

import io.nearline.faults.campaign.Campaign;
import io.nearline.faults.campaign.CampaignPlan;
import io.nearline.faults.campaign.FaultResult;
import io.nearline.faults.campaign.ResultTable;
import io.nearline.faults.fault.Fault;
import io.nearline.faults.fault.FaultCatalog;
import io.nearline.faults.history.Violation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Breaks a real cluster in every way known and judges what it published. */
@Command(
        name = "faults",
        subcommands = SearchFaultsCommand.class,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Puts up a broker, ZooKeeper, a Flink cluster with two task managers and the"
                    + " packaged job, each a process, lets posts change all the time, and brings"
                    + " about one fault after the other. Checks that every post is right again"
                    + " while edits go on, and the whole history of the topics. Exits with 1 if a"
                    + " rule was broken.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:no rule was broken", "1:a rule was broken", "2:wrong usage"})
public final class FaultsCommand implements Callable<Integer> {
    private static final int EVIDENCE = 3;

    @Spec private CommandSpec spec;

    @Option(
            names = "--short",
            description = "Five faults, once each, with fewer posts: what every build runs.")
    private boolean brief;

    @Option(
            names = "--times",
            defaultValue = "1",
            description = "How often each fault is brought about. Default: ${DEFAULT-VALUE}.")
    private int times;

    @Option(
            names = "--fault",
            paramLabel = "NAME",
            description = "Only this fault; may be repeated. Default: all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "Prints the faults and ends.")
    private boolean list;

    @Option(
            names = "--seed",
            description = "Of the posts and of all choices. Default: another one each time.")
    private Long seed;

    @Option(
            names = "--bound",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description =
                    "How far a post may be behind its writes; 3 more under exactly-once. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int bound;

    @Option(
            names = "--report",
            paramLabel = "FILE.md",
            description =
                    "Puts each result into the table of this file, between the lines that mark"
                            + " it. Rows of faults that were not tried stay.")
    private Path report;

    @Option(
            names = "--keep",
            description =
                    "Keeps the directory with logs, checkpoints and topics. It is kept in any case"
                            + " when a rule was broken.")
    private boolean keep;

    /** Runs the command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FaultsCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<Fault> faults = faults();
        if (list) {
            faults.forEach(fault -> System.out.printf("%-34s %s%n", fault.name(), fault.what()));
            return CommandLine.ExitCode.OK;
        }
        long chosen = seed == null ? System.nanoTime() & 0xFFFFFFFFL : seed;
        Path directory = Files.createTempDirectory("nearline-faults");
        System.out.printf("seed %d, directory %s%n", chosen, directory);
        CampaignPlan plan =
                new CampaignPlan(
                        faults,
                        times,
                        chosen,
                        brief ? 60 : 200,
                        brief ? 15 : 30,
                        Duration.ofSeconds(brief ? 8 : 60),
                        Duration.ofSeconds(bound),
                        directory);
        String run = "%s, seed %d".formatted(LocalDate.now(ZoneOffset.UTC), chosen);
        List<FaultResult> results =
                new Campaign(plan, System.out, result -> report(result, run)).run();
        List<Violation> violations =
                results.stream().flatMap(result -> result.violations().stream()).toList();
        show(ResultTable.of(results, run), results, violations);
        if (violations.isEmpty() && !keep) {
            delete(directory);
        }
        return violations.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void report(FaultResult result, String run) {
        if (report == null) {
            return;
        }
        try {
            new ReportFile(report).write(ResultTable.of(List.of(result), run));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write --report", e);
        }
    }

    private List<Fault> faults() {
        if (times < 1) {
            throw new ParameterException(spec.commandLine(), "--times must be 1 or more");
        }
        try {
            if (!names.isEmpty()) {
                return FaultCatalog.named(names);
            }
            return brief ? FaultCatalog.ofShortForm() : FaultCatalog.all();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private static void show(
            ResultTable table, List<FaultResult> results, List<Violation> violations) {
        System.out.println();
        System.out.print(table);
        for (FaultResult result : results) {
            List<Violation> broken = result.violations();
            broken.stream()
                    .limit(EVIDENCE)
                    .forEach(v -> System.out.printf("%n%s broke %s%n", result.fault(), v));
            if (broken.size() > EVIDENCE) {
                System.out.printf("... and %d more%n", broken.size() - EVIDENCE);
            }
        }
        System.out.printf(
                "%n%s%n",
                violations.isEmpty()
                        ? "no rule was broken"
                        : violations.size() + " times a rule was broken");
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
