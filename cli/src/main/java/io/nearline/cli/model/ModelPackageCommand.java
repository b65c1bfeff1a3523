package io.nearline.cli.model;

import io.nearline.cli.directories.WorkDirectory;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Processor;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.vector.Pooling;
import io.nearline.operations.doctor.SpeedComparison;
import io.nearline.packaging.GraphForm;
import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagedModel;
import io.nearline.packaging.PackagingRequest;
import io.nearline.packaging.RequestedEntry;
import io.nearline.packaging.RequestedOutput;
import io.nearline.packaging.VectorLength;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Makes a bundle of a published model. */
@Command(
        name = "package",
        description = {
            "Makes a bundle of a sentence-embedding model: a directory with an ONNX graph and"
                    + " tokenizer.json. Settings that are not given are inferred from the files"
                    + " around them; the output says which and why, and which keys of those files"
                    + " were not looked at.",
            "The bundle gets golden vectors, is verified, and appears whole or not at all.",
            "Families that work: encoders with mean or cls pooling (BERT, DistilBERT, MiniLM,"
                    + " MPNet, RoBERTa, XLM-RoBERTa: all-*, bge, gte, e5, multilingual-e5), and"
                    + " any graph with the output sentence_embedding, which pools by itself."
                    + " Inputs: input_ids, and at most attention_mask and token_type_ids, 64-bit"
                    + " integers; output: 32-bit floats. Optimised: those of BERT's form.",
            "What does not: other poolings outside the graph (last token, max), position_ids,"
                    + " caches of text generators, classifiers, cross-encoders, sparse and"
                    + " multi-vector models, images. The message then says how to export it."
        })
final class ModelPackageCommand implements Callable<Integer> {

    private static final Duration SPEED_LIMIT = Duration.ofSeconds(2);

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "SOURCE", description = "Directory of the published model.")
    private Path source;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "BUNDLE",
            description = "Directory to make. Must not exist, unless --force is given.")
    private Path target;

    @Option(names = "--force", description = "Replace a bundle that is there.")
    private boolean force;

    @Option(names = "--name", description = "Name of the model: a-z, 0-9, '.', '_', '-'.")
    private String name;

    @Option(
            names = "--graph",
            paramLabel = "PATH",
            description = "The graph's path inside SOURCE, where there are several.")
    private String graph;

    @Option(
            names = "--pooling",
            paramLabel = "mean|cls|none",
            description = "How token vectors become one; none: the graph does it.")
    private Pooling pooling;

    @Option(
            names = "--max-tokens",
            paramLabel = "COUNT",
            description = "The model's window, special tokens included. Longer texts are cut.")
    private Integer maxTokens;

    @Option(
            names = "--normalise",
            negatable = true,
            description = "Scale vectors to length 1, or leave them as computed.")
    private Boolean normalise;

    @Option(
            names = "--query-prefix",
            paramLabel = "TEXT",
            description = "Put before a text to search with.")
    private String queryPrefix;

    @Option(
            names = "--passage-prefix",
            paramLabel = "TEXT",
            description = "Put before a text to be found, such as a post.")
    private String passagePrefix;

    @Option(
            names = "--query-graph",
            paramLabel = "PATH",
            description =
                    "A tower for texts to search with, inside SOURCE: a graph with the same inputs"
                            + " and outputs, whose vectors are of the same space.")
    private String queryGraph;

    @Option(
            names = "--member-graph",
            paramLabel = "PATH",
            description = "The same for texts about members.")
    private String memberGraph;

    @Option(
            names = "--member-prefix",
            paramLabel = "TEXT",
            description = "Put before a text about a member, where that is not the passage prefix.")
    private String memberPrefix;

    @Option(
            names = "--output",
            paramLabel = "NAME",
            description = "The graph's output to use, where its name is none of the usual.")
    private String output;

    @Option(
            names = "--also",
            paramLabel = "NAME=COUNT|NAME=OUTPUT[:POOLING]",
            converter = AlsoConverter.class,
            description = {
                "A further vector of the same pass, once for each: short=64 for the first 64"
                        + " numbers of the vector, story=story_embedding for another output of the"
                        + " graph. The job carries it in updates if nearline.vector.outputs names"
                        + " it."
            })
    private List<RequestedOutput> outputs = new ArrayList<>();

    @Option(
            names = "--precision",
            paramLabel = "fp32|int8",
            description = "What the graph computes in. Decides how closely golden vectors are met.")
    private Precision precision;

    @Option(
            names = "--no-optimise",
            negatable = true,
            description = {
                "Whether a faster graph is to serve, made of the runtime's fused operators, pooling"
                        + " included. It must give the exported graph's vectors; that one stays in"
                        + " the bundle as the reference, and serves where the model is not one of"
                        + " the BERT family, or the vectors differ. Default: --optimise."
            })
    private boolean optimise = true;

    @Option(
            names = "--calibrate",
            paramLabel = "FILE",
            description = {
                "Texts of the kind that the model is going to see, one a line, plain or as JSON"
                    + " with text and body. Makes an int8 graph of an fp32 one, with scales that"
                    + " these texts decide, so that a vector does not depend on its batch mates."
                    + " From 200 texts up; 500 are plenty."
            })
    private Path calibration;

    @Option(
            names = "--expect",
            paramLabel = "FILE",
            description = {
                "Texts with the vectors that the publisher gets for them, an object a line:"
                    + " {\"text\": ..., \"vector\": [...]}, with \"role\": \"query\" for one to"
                    + " search with. They must come out, cosine 0.999 for fp32; a wrong pooling,"
                    + " prefix, window or tokenizer is then an error that says what would mend it."
                    + " The texts become golden. See docs/reference/expected-vectors.md."
            })
    private Path expected;

    /** With the message of what reads it. */
    static final class AlsoConverter implements ITypeConverter<RequestedOutput> {
        @Override
        public RequestedOutput convert(String text) {
            try {
                return RequestedOutput.parse(text);
            } catch (IllegalArgumentException unreadable) {
                throw new TypeConversionException(unreadable.getMessage());
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        try (BundleReplacement replacement = BundleReplacement.of(target, onExisting())) {
            PackagedModel packaged =
                    ModelPackager.pack(request(replacement.draft()), this::printProgress);
            replacement.publish();
            print(packaged);
            printSpeed();
        }
        return ExitCode.OK;
    }

    /** A calibrated model beside the fp32 one that it was made of: it may be no faster here. */
    private void printSpeed() throws IOException {
        try (WorkDirectory work =
                WorkDirectory.create(WorkDirectory.AtEnd.REMOVE, spec.commandLine().getErr())) {
            List<Path> contenders = new ArrayList<>(List.of(target));
            if (calibration != null) {
                printProgress("packaging the fp32 graph to compare its speed");
                Path fp32 = work.path().resolve("fp32");
                ModelPackager.pack(requestOf(fp32).name("fp32").precision(Precision.FP32).build());
                contenders.add(fp32);
            }
            int cpus = Runtime.getRuntime().availableProcessors();
            SpeedComparison speeds = SpeedComparison.of(contenders, cpus, SPEED_LIMIT);
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%-16s %s%n", "processor", Processor.here().summary());
            out.printf("%-16s %s%n", "speed here", speeds.summary());
        }
    }

    private BundleReplacement.OnExisting onExisting() {
        return force ? BundleReplacement.OnExisting.REPLACE : BundleReplacement.OnExisting.REFUSE;
    }

    private PackagingRequest request(Path draft) {
        return requestOf(draft).calibration(calibration).expected(expected).build();
    }

    private PackagingRequest.Builder requestOf(Path draft) {
        return PackagingRequest.builder(source, draft)
                .graph(graph)
                .name(name)
                .maxTokens(maxTokens)
                .pooling(pooling)
                .length(length())
                .queryPrefix(queryPrefix)
                .passagePrefix(passagePrefix)
                .output(output)
                .outputs(outputs)
                .entries(entries())
                .precision(precision)
                .graphForm(optimise ? GraphForm.OPTIMISED : GraphForm.AS_EXPORTED);
    }

    private List<RequestedEntry> entries() {
        RequestedEntry query =
                new RequestedEntry(Role.QUERY, Optional.empty(), Optional.ofNullable(queryGraph));
        RequestedEntry member =
                new RequestedEntry(
                        Role.MEMBER,
                        Optional.ofNullable(memberPrefix),
                        Optional.ofNullable(memberGraph));
        return Stream.of(query, member).filter(RequestedEntry::isAsked).toList();
    }

    /** Null, so inferred, if neither form of the flag was given. */
    private @Nullable VectorLength length() {
        if (normalise == null) {
            return null;
        }
        return normalise ? VectorLength.UNIT : VectorLength.AS_COMPUTED;
    }

    private void printProgress(String step) {
        spec.commandLine().getErr().println(step);
    }

    private void print(PackagedModel packaged) {
        PrintWriter out = spec.commandLine().getOut();
        packaged.settings()
                .explained()
                .forEach((setting, value) -> out.printf("%-16s %s%n", setting, value));
        packaged.checks().forEach((what, seen) -> out.printf("%-16s %s%n", what, seen));
        out.printf("%-16s %s%n", "graph", packaged.graph());
        out.printf("%-16s %s%n", "digest", packaged.bundle().id().digest());
        out.printf("%-16s %s%n", "bundle", target);
    }
}
