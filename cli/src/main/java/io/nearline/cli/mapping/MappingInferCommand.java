package io.nearline.cli.mapping;

import io.nearline.cli.terminal.CommandException;
import io.nearline.operations.mapping.InferMapping;
import io.nearline.operations.mapping.InferMapping.Proposal;
import io.nearline.pipeline.source.files.FileRecords;
import io.nearline.pipeline.source.files.SourceRecord;
import io.nearline.pipeline.source.files.UnreadablePostsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proposes a mapping for a sample. */
@Command(
        name = "infer",
        description = {
            "Proposes a mapping for the records of a sample: it looks at the names and values of"
                + " the first thousand. Comments say why each key is as it is, and what to check."
                + " Exit code 1 if the sample does not show what a mapping needs.",
            "",
            "  nearline mapping infer --sample export.parquet --out posts.yaml",
            "  nearline mapping check posts.yaml --sample export.parquet"
        })
final class MappingInferCommand implements Callable<Integer> {

    private static final int RECORDS = 1_000;

    @Spec private CommandSpec spec;
    @Mixin private SampleOption sample;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write it; the file must not exist. Default: standard output.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (out != null && Files.exists(out)) {
            throw new CommandException("--out: %s exists; name another file".formatted(out));
        }
        Proposal proposal = proposal();
        if (out == null) {
            spec.commandLine().getOut().print(proposal.text());
            spec.commandLine().getOut().flush();
        } else {
            write(proposal.text());
        }
        tell(proposal, spec.commandLine().getErr());
        return ExitCode.OK;
    }

    private Proposal proposal() throws IOException {
        try (FileRecords<SourceRecord> records = sample.open()) {
            return new InferMapping(RECORDS, Clock.systemUTC()).propose(records);
        } catch (UnreadablePostsException e) {
            throw new CommandException("--sample: " + e.whatAndWhere());
        }
    }

    private void write(String text) throws IOException {
        try {
            Files.writeString(out, text, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new CommandException("--out: %s exists; name another file".formatted(out));
        }
    }

    private static void tell(Proposal proposal, PrintWriter err) {
        int refused = proposal.refused().values().stream().mapToInt(Integer::intValue).sum();
        err.printf(
                "of %d records %d become posts by it%n",
                proposal.records(), proposal.records() - refused);
        proposal.refused().forEach((reason, count) -> err.printf("  %d: %s%n", count, reason));
    }
}
