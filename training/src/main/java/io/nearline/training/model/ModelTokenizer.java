package io.nearline.training.model;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.bundle.Digests;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.embedding.tokenize.TokenizerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Makes ids of texts as one file says, with the settings of a base. Owns native memory. */
public final class ModelTokenizer implements AutoCloseable {
    /** A letter that vocabularies do not have, alone. */
    private static final String HIEROGLYPH = "\ud80c\udc00";

    private final TokenizerJson json;
    private final String digest;
    private final TextTokenizer tokenizer;

    /**
     * Opens it.
     *
     * @param json the file
     * @param manifest window and prefixes
     */
    ModelTokenizer(TokenizerJson json, ModelManifest manifest) {
        this.json = json;
        this.digest = Digests.sha256(json.text());
        this.tokenizer = TextTokenizer.open(json, in(manifest));
    }

    /** A text's ids, cut at the model's window, specials included. */
    public int[] ids(EmbeddableText text) {
        StoppedException.throwIfInterrupted();
        return Arrays.stream(tokenizer.tokenize(text).ids()).mapToInt(Math::toIntExact).toArray();
    }

    /** The id of what the vocabulary cannot write; -1 if it can write everything. */
    public int unknown() {
        int[] ids = ids(EmbeddableText.passage(HIEROGLYPH));
        return ids.length == 3 ? ids[1] : -1;
    }

    /** The same model with this tokenizer: texts remember ids by its digest. */
    public ModelManifest in(ModelManifest manifest) {
        Map<String, String> files = new HashMap<>(manifest.files());
        files.put(ModelBundle.TOKENIZER, digest);
        return manifest.withFiles(files);
    }

    /** Of the file. */
    public String digest() {
        return digest;
    }

    TokenizerJson json() {
        return json;
    }

    /** Writes the file. */
    public void writeTo(Path file) throws IOException {
        Files.writeString(file, json.text());
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
