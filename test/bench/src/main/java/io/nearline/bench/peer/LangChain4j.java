package io.nearline.bench.peer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import io.nearline.bench.measure.Measurement;
import io.nearline.bench.measure.ProcessMeter;
import io.nearline.bench.task.Json;
import io.nearline.embedding.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * LangChain4j's embedding model on the bundle's exported graph, cutting where the bundle cuts: as
 * it is shipped its tokenizer cuts at 128 tokens, which would be other work.
 */
public final class LangChain4j {
    private static final int SEGMENTS = 64;

    private final OnnxEmbeddingModel model;

    private LangChain4j(OnnxEmbeddingModel model) {
        this.model = model;
    }

    /**
     * Loads a bundle's graph.
     *
     * @param work where the tokenizer's file goes that cuts elsewhere
     */
    public static LangChain4j open(Path directory, Path work) throws IOException {
        ModelBundle bundle = ModelBundle.open(directory);
        ObjectNode tokenizer = (ObjectNode) Json.MAPPER.readTree(bundle.tokenizer().toFile());
        tokenizer.withObject("/truncation").put("max_length", bundle.manifest().maxTokens());
        tokenizer.putNull("padding");
        Path file = Files.createTempFile(work, "tokenizer", ".json");
        Json.MAPPER.writeValue(file.toFile(), tokenizer);
        return new LangChain4j(new OnnxEmbeddingModel(bundle.graph(), file, PoolingMode.MEAN));
    }

    /** One text after the other; the runtime uses all cores for each. */
    public Measurement embed(List<String> texts) {
        ProcessMeter meter = ProcessMeter.start();
        texts.forEach(model::embed);
        return meter.stop(texts.size());
    }

    /** Many texts at once, which it shares among threads of its own. */
    public Measurement embedAll(List<String> texts) {
        List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
        ProcessMeter meter = ProcessMeter.start();
        for (int from = 0; from < segments.size(); from += SEGMENTS) {
            model.embedAll(segments.subList(from, Math.min(from + SEGMENTS, segments.size())));
        }
        return meter.stop(texts.size());
    }
}
