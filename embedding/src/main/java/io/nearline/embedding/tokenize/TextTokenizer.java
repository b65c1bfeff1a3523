package io.nearline.embedding.tokenize;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.bundle.Digests;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Turns texts into token ids by a bundle's {@code tokenizer.json}.
 *
 * <p>The file's own truncation and padding are dropped: the end of a text is cut off at the
 * manifest's max tokens, specials included, and nothing is padded. Files in circulation often ask
 * for less than the model can read and pad all texts to it. What would end the process in the
 * native library is refused before the library sees the file. Safe for use by many threads; owns
 * native memory.
 */
public final class TextTokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;
    private final ModelManifest manifest;
    private final String identity;

    private TextTokenizer(HuggingFaceTokenizer tokenizer, ModelManifest manifest) {
        this.tokenizer = tokenizer;
        this.manifest = manifest;
        this.identity =
                Digests.sha256(
                        String.join(
                                "\n",
                                manifest.files().getOrDefault(ModelBundle.TOKENIZER, "draft"),
                                Integer.toString(manifest.maxTokens()),
                                manifest.passagePrefix().length() + ":" + manifest.passagePrefix(),
                                manifest.queryPrefix().length() + ":" + manifest.queryPrefix(),
                                manifest.prefix(Role.MEMBER)));
    }

    /**
     * Loads the bundle's tokenizer.
     *
     * @throws ModelRejectedException if the file is not one that the tokenizer library can read and
     *     run on any text
     */
    public static TextTokenizer open(ModelBundle bundle) {
        return open(TokenizerJson.read(bundle.tokenizer()), bundle.manifest());
    }

    /**
     * Loads a tokenizer that lies in no bundle.
     *
     * @param manifest window and prefixes, and among its files the tokenizer's digest
     * @throws ModelRejectedException as for one of a bundle
     */
    public static TextTokenizer open(TokenizerJson json, ModelManifest manifest) {
        keepOffline();
        return new TextTokenizer(load(json, manifest.maxTokens()), manifest);
    }

    /**
     * Loads the tokenizers' native library, which {@link #open} does by itself.
     *
     * @throws RuntimeException or LinkageError, as the library has it, if this machine cannot
     */
    public static void loadLibrary() {
        keepOffline();
        LibUtils.checkStatus();
    }

    /**
     * What the token ids of a text depend on: the file, the window and the prefixes. Tokenizers of
     * one identity give the same ids, whatever model they belong to.
     */
    public String identity() {
        return identity;
    }

    /**
     * The ids of {@code text}, computed once per text and {@link #identity()}.
     *
     * @throws UnembeddableTextException if the tokenizer fails on it
     */
    public TokenIds tokenize(EmbeddableText text) {
        return text.derived(identity, TokenIds.class, this::encode);
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private TokenIds encode(EmbeddableText text) {
        String wellFormed = WellFormed.of(manifest.prefix(text.role()) + text.text());
        try {
            return encode(wellFormed);
        } catch (RuntimeException e) {
            throw UnembeddableTextException.withoutMessageOf(e, "the tokenizer");
        }
    }

    /**
     * The library's own Encoding also fetches strings and spans of all tokens, a quarter of the
     * time.
     */
    private TokenIds encode(String text) {
        long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), text, true);
        try {
            long[] ids = TokenizersLibrary.LIB.getTokenIds(encoding);
            return new TokenIds(ids, TokenizersLibrary.LIB.getOverflowCount(encoding) > 0);
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
    }

    private static HuggingFaceTokenizer load(TokenizerJson json, int maxTokens) {
        String window = Integer.toString(maxTokens);
        Map<String, String> options =
                Map.of(
                        "truncation",
                        "true",
                        "padding",
                        "false",
                        "maxLength",
                        window,
                        "modelMaxLength",
                        window);
        TokenizerSafety.require(json, maxTokens);
        // The library sets what is asked for and keeps the rest of both blocks: a stride that may
        // end the process, a direction that cuts the beginning of a text.
        String uncut = json.with("truncation", "null").with("padding", "null").text();
        // By stream: by path the library would also obey a tokenizer_config.json that lies beside
        // the file.
        try (InputStream bytes = new ByteArrayInputStream(uncut.getBytes(StandardCharsets.UTF_8))) {
            return HuggingFaceTokenizer.newInstance(bytes, options);
        } catch (IOException | RuntimeException e) {
            throw new ModelRejectedException(
                    json.name()
                            + " is not a tokenizer this library reads: export it as a 'fast'"
                            + " tokenizer's tokenizer.json",
                    e);
        }
    }

    /** The library reports its use over the network unless told not to, before it loads. */
    private static void keepOffline() {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
    }
}
