package io.nearline.it.model;

import io.nearline.embedding.ModelId;
import io.nearline.embedding.bundle.Digests;
import io.nearline.embedding.bundle.GoldenVectors;
import io.nearline.embedding.bundle.GoldenVectors.GoldenVector;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A real bundle of a tiny model, published in a directory; it can be spoilt in several ways. */
public final class TinyBundle {

    private final Path directory;

    private TinyBundle(Path directory) {
        this.directory = directory;
    }

    /** Packages a tiny model under that name. */
    public static TinyBundle named(String name, Path parent) throws IOException {
        return new TinyBundle(TinyBundles.write(TinyModel.BERT, name, parent));
    }

    public String uri() {
        return directory.toUri().toString();
    }

    /** Name and digest that the manifest claims. */
    public ModelId id() {
        ModelManifest manifest = ModelBundle.readManifest(directory.resolve(ModelBundle.MANIFEST));
        return new ModelId(manifest.name(), manifest.digest());
    }

    /** As a disk or a copy may do it. */
    public TinyBundle flipOneBit() throws IOException {
        Path graph = directory.resolve(ModelBundle.GRAPH);
        byte[] bytes = Files.readAllBytes(graph);
        bytes[bytes.length / 2] ^= 1;
        Files.write(graph, bytes);
        return this;
    }

    /** As whoever packages by hand may do it: all digests fit, the tokenizer is another model's. */
    public TinyBundle replaceTokenizer() throws IOException {
        Path other = TinyModel.XLM_ROBERTA.writeTo(directory.resolveSibling("other-source"));
        Files.write(
                directory.resolve(ModelBundle.TOKENIZER),
                Files.readAllBytes(other.resolve(ModelBundle.TOKENIZER)));
        return acceptFiles();
    }

    /** All digests fit, but the golden vectors belong to other texts. */
    public TinyBundle mixUpGoldenVectors() throws IOException {
        Path file = directory.resolve(ModelBundle.GOLDEN);
        GoldenVectors golden = GoldenVectors.read(file);
        List<GoldenVector> mixed = new ArrayList<>();
        for (int i = 0; i < golden.vectors().size(); i++) {
            GoldenVector text = golden.vectors().get(i);
            GoldenVector other = golden.vectors().get((i + 1) % golden.vectors().size());
            mixed.add(new GoldenVector(text.text(), text.role(), other.vector()));
        }
        new GoldenVectors(golden.minCosine(), mixed).write(file);
        return acceptFiles();
    }

    /** Makes the manifest name the files as they are now. */
    private TinyBundle acceptFiles() throws IOException {
        Path file = directory.resolve(ModelBundle.MANIFEST);
        ModelManifest manifest = ModelBundle.readManifest(file);
        Map<String, String> digests = new TreeMap<>();
        for (String name : manifest.files().keySet()) {
            digests.put(name, Digests.sha256(directory.resolve(name)));
        }
        ModelBundle.writeManifest(file, manifest.withFiles(digests));
        return this;
    }
}
