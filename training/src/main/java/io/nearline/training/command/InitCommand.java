package io.nearline.training.command;

import io.nearline.training.data.FieldProfile;
import io.nearline.training.draft.PlanDraft;
import io.nearline.training.plan.InvalidPlanException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a first plan. */
@Command(
        name = "init",
        description = {
            "Looks at a file of records, guesses which of its fields are texts, labels or scores,"
                    + " and writes a plan with comments that can be trained as it is.",
            "Writes nothing where a file is already."
        })
final class InitCommand implements Callable<Integer> {
    private static final Path SCHEMA =
            Path.of(
                    "training/src/main/resources/io/nearline/training/plan/training-plan.schema.json");

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The plan to write, in YAML.")
    private Path plan;

    @Option(
            names = "--base",
            required = true,
            paramLabel = "BUNDLE",
            description =
                    "Directory of the bundle to start from, such as"
                            + " packaging/target/bundles/all-minilm-l6-v2.")
    private Path base;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description =
                    "Records to learn from: JSON lines, or cells with tabs between them and their"
                            + " names in the first line; plain or .gz.")
    private Path data;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(plan)) {
            throw new InvalidPlanException(
                    "%s exists: give another name, or remove it".formatted(plan));
        }
        PlanDraft draft = PlanDraft.of(plan, base, data, schema());
        Files.writeString(plan, draft.text(), StandardOpenOption.CREATE_NEW);
        print(draft, spec.commandLine().getOut());
        return ExitCode.OK;
    }

    private void print(PlanDraft draft, PrintWriter out) {
        Map<String, String> roles = draft.roles();
        PlanText.line(
                out,
                "data",
                String.format(Locale.ROOT, "%s: %,d records", data, draft.profile().records()));
        List<String> unused = new ArrayList<>();
        for (FieldProfile field : draft.profile().fields()) {
            String role = roles.get(field.name());
            if (role == null) {
                unused.add(field.name());
            } else {
                PlanText.line(out, "field", text(field, role));
            }
        }
        if (!unused.isEmpty()) {
            PlanText.line(out, "not used", String.join(", ", unused));
        }
        PlanText.line(out, "held out", draft.heldOut().words());
        PlanText.line(
                out, "wrote", "%s: look whether the fields are the right ones".formatted(plan));
        PlanText.line(out, "next", "./nearline author check %s".formatted(plan));
    }

    private static String text(FieldProfile field, String role) {
        return String.format(
                Locale.ROOT,
                "%s: %,d filled, %,d different; taken for the %s",
                field.name(),
                field.filled(),
                field.different(),
                role);
    }

    /** Where a checkout has it. */
    private static Optional<Path> schema() {
        return Optional.ofNullable(System.getProperty("nearline.home"))
                .map(home -> Path.of(home).resolve(SCHEMA))
                .filter(Files::isRegularFile);
    }
}
