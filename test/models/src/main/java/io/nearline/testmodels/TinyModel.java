package io.nearline.testmodels;

import static io.nearline.testmodels.TinyGraph.Output.TEXT_VECTORS;
import static io.nearline.testmodels.TinyGraph.Output.TOKEN_VECTORS;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.nearline.testmodels.TinyEncoder.Products;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The kinds of sentence-embedding directory that the product must understand, in miniature: {@value
 * #DIMENSIONS} dimensions and a vocabulary of letters and a few words.
 *
 * <p>The vector of a token depends on every token of its text that the attention mask admits, so a
 * wrong mask, a wrong special token or a wrong cut shows. The same constant writes the same bytes
 * everywhere. The tokenizer files ask for a cut at 8 tokens and for padding to 8, as published ones
 * do to their users' harm: whoever loads one has to override both.
 */
public enum TinyModel {
    /** As exported from BERT: ids, mask and token types in, one vector a token out. */
    BERT("word-piece"),

    /** As exported from DistilBERT: no {@code token_type_ids}. */
    WITHOUT_TOKEN_TYPES("word-piece"),

    /** The graph does the mean pooling itself: one vector a text out. */
    POOLED("word-piece"),

    /** One vector a token first, then one a text: the output has to be chosen. */
    SEVERAL_OUTPUTS("word-piece"),

    /** As exported from XLM-RoBERTa: Unigram pieces, {@code <s>} and {@code </s>}, no types. */
    XLM_ROBERTA("unigram"),

    /** A whole layer as PyTorch exports it from BERT, operator for operator. */
    ENCODER("word-piece"),

    /** Three of them. */
    THREE_LAYERS("word-piece"),

    /** The first layer, its weights quantised to 8 bits. */
    QUANTISED_ENCODER("word-piece");

    /** Numbers in a vector. */
    public static final int DIMENSIONS = 8;

    /** A text with this word gets a vector of NaN; its batch mates do not. */
    public static final String POISON_WORD = "poison";

    /** A text with this word makes the runtime fail the whole call: its id has no weights. */
    public static final String BOMB_WORD = "bomb";

    private final String tokenizer;

    TinyModel(String tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Writes {@code model.onnx} and {@code tokenizer.json}, and no file that explains them.
     *
     * @param directory is created where absent; files of the same names are replaced
     * @return the directory
     */
    public Path writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("model.onnx"), TinyGraph.file(graph()));
        Files.write(directory.resolve("tokenizer.json"), tokenizerFile());
        return directory;
    }

    private GraphProto graph() {
        List<String> untyped = List.of("input_ids", "attention_mask");
        List<String> typed = List.of("input_ids", "attention_mask", "token_type_ids");
        return switch (this) {
            case BERT -> new TinyGraph(typed, List.of(TOKEN_VECTORS)).graph();
            case WITHOUT_TOKEN_TYPES, XLM_ROBERTA ->
                    new TinyGraph(untyped, List.of(TOKEN_VECTORS)).graph();
            case POOLED -> new TinyGraph(typed, List.of(TEXT_VECTORS)).graph();
            case SEVERAL_OUTPUTS ->
                    new TinyGraph(typed, List.of(TOKEN_VECTORS, TEXT_VECTORS)).graph();
            case ENCODER -> new TinyEncoder(Products.PLAIN, 1).graph();
            case THREE_LAYERS -> new TinyEncoder(Products.PLAIN, 3).graph();
            case QUANTISED_ENCODER -> new TinyEncoder(Products.QUANTISED, 1).graph();
        };
    }

    private byte[] tokenizerFile() throws IOException {
        String resource = tokenizer + ".tokenizer.json";
        try (InputStream file = TinyModel.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new FileNotFoundException(resource);
            }
            return file.readAllBytes();
        }
    }
}
