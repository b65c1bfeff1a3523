package io.nearline.retrieval.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Writes vectors of real posts to a file, once, for {@link SearchFigures}: {@code EmbedPosts BUNDLE
 * DIRECTORY_OF_POSTS COUNT FILE}. Takes the same number of distinct texts from every file.
 */
final class EmbedPosts {

    private static final Pattern TEXT = Pattern.compile("\"text\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final int AT_ONCE = 64;

    private EmbedPosts() {}

    public static void main(String[] args) throws Exception {
        List<String> texts = texts(Path.of(args[1]), Integer.parseInt(args[2]));
        try (Embedder embedder = Embedders.open(Path.of(args[0]), EngineOptions.forCpus(1));
                DataOutputStream out =
                        new DataOutputStream(
                                new BufferedOutputStream(
                                        Files.newOutputStream(Path.of(args[3]))))) {
            out.writeInt(embedder.dimensions());
            for (int from = 0; from < texts.size(); from += AT_ONCE) {
                List<CompletableFuture<Embedding>> asked = new ArrayList<>();
                for (String text : texts.subList(from, Math.min(texts.size(), from + AT_ONCE))) {
                    asked.add(embedder.embed(EmbeddableText.passage(text)));
                }
                for (CompletableFuture<Embedding> one : asked) {
                    for (float component : one.join().vector()) {
                        out.writeFloat(component);
                    }
                }
            }
        }
    }

    private static List<String> texts(Path directory, int count) throws IOException {
        List<Path> files;
        try (var listed = Files.list(directory)) {
            files = listed.filter(file -> file.toString().endsWith(".gz")).sorted().toList();
        }
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            Set<String> some = new LinkedHashSet<>();
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
                    BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
                String line = lines.readLine();
                while (line != null && some.size() < count / files.size()) {
                    Matcher found = TEXT.matcher(line);
                    if (found.find() && found.group(1).strip().length() > 2) {
                        some.add(found.group(1).replaceAll("\\\\[nrt]", " ").replace("\\", ""));
                    }
                    line = lines.readLine();
                }
            }
            texts.addAll(some);
        }
        return texts;
    }
}
