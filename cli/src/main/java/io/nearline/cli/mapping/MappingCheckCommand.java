package io.nearline.cli.mapping;

import io.nearline.cli.options.ClusterOptions;
import io.nearline.cli.options.MappingFiles;
import io.nearline.cli.options.TopicFormatOptions;
import io.nearline.cli.terminal.CommandException;
import io.nearline.operations.mapping.MappingTrial;
import io.nearline.operations.mapping.TrialReport;
import io.nearline.operations.posts.PostRecords;
import io.nearline.operations.posts.TopicSample;
import io.nearline.operators.decode.PostReader;
import io.nearline.operators.mapping.PostMapper;
import io.nearline.operators.mapping.PostMapping;
import io.nearline.pipeline.source.files.UnreadablePostsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a mapping makes of a sample, and writes nothing. */
@Command(
        name = "check",
        description = {
            "Shows what the first ten records of a sample become, what is missing, which records"
                    + " are refused and why, and which promises the mapping weakens. Writes"
                    + " nothing. Exit code 1 if a record is refused, or if there is none.",
            "",
            "  nearline mapping check posts.yaml --sample records.jsonl.gz",
            "  nearline mapping check posts.yaml --sample articles --format json",
            "",
            "With --format the sample is a topic, of which the ten newest records are read.",
            "",
            "docs/reference/post-mapping.md names the keys of the file."
        })
final class MappingCheckCommand implements Callable<Integer> {

    private static final int SHOWN = 10;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "MAPPING", description = "The mapping file.")
    private Path file;

    @Mixin private SampleOption sample;
    @Mixin private TopicFormatOptions topic;
    @Mixin private ClusterOptions cluster;

    @Override
    public Integer call() throws IOException {
        topic.requireUsed();
        PostMapping mapping = MappingFiles.read(file);
        try (PostRecords records = records(mapping)) {
            TrialReport report = new MappingTrial(mapping, SHOWN, Clock.systemUTC()).run(records);
            spec.commandLine().getOut().print(new TrialText(report));
            spec.commandLine().getOut().flush();
            boolean fits = report.refused().isEmpty() && report.mappedRecords() > 0;
            return fits ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (UnreadablePostsException e) {
            throw new CommandException("--sample: " + e.whatAndWhere());
        }
    }

    private PostRecords records(PostMapping mapping) throws IOException {
        if (topic.given().isEmpty()) {
            return PostRecords.mapped(sample.open(), new PostMapper(mapping));
        }
        PostReader reader = topic.format(MappingFiles.named(file)).open(new Impatient());
        return TopicSample.newest(cluster.cluster(), sample.given(), reader, SHOWN);
    }
}
