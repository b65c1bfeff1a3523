package io.nearline.bench.input;

import io.nearline.cli.demo.PostInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the posts come from, and where the build leaves its models. */
public final class InputOptions {
    @Option(
            names = "--posts",
            description = "JSON lines, plain or gzip; may be repeated. Default: the demo's sample.")
    private List<Path> posts = new ArrayList<>();

    /**
     * Distinct posts from all over the input.
     *
     * @param count posts wanted; there may be fewer
     */
    public BenchPosts read(int count) throws IOException {
        return BenchPosts.distinct(corpora(), count);
    }

    /**
     * Posts as they lie in the input, repeated texts included.
     *
     * @param count posts wanted; there may be fewer
     */
    public BenchPosts readInOrder(int count) throws IOException {
        return BenchPosts.inOrder(corpora(), count);
    }

    /** The bundles that the build makes: int8, then fp32. */
    public List<Path> defaultModels() {
        Path bundles = home().resolve("packaging/target/bundles");
        return List.of(
                bundles.resolve("all-minilm-l6-v2-int8"), bundles.resolve("all-minilm-l6-v2"));
    }

    /** The project's directory, as {@code ./nearline} says. */
    public static Path home() {
        return Path.of(System.getProperty("nearline.home", ""));
    }

    private List<Corpus> corpora() throws IOException {
        if (posts.isEmpty()) {
            return List.of(Corpus.read("the bundled sample", PostInput.sample()));
        }
        List<Corpus> corpora = new ArrayList<>();
        for (Path file : posts) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new UnusableInputException(
                        "--posts is " + file + ", which cannot be read; give a file of JSON lines");
            }
            corpora.add(Corpus.read(file.toString(), PostInput.file(file)));
        }
        return corpora;
    }
}
