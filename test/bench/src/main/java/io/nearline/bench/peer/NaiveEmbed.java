package io.nearline.bench.peer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.nearline.embedding.bundle.ModelBundle;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/** A pool of threads, ONNX Runtime as it comes, one text a call. */
final class NaiveEmbed extends RichAsyncFunction<NaivePost, NaiveVector> {
    private static final long serialVersionUID = 1L;

    private final String directory;
    private final int threads;
    private transient ExecutorService executor;
    private transient HuggingFaceTokenizer tokenizer;
    private transient NaiveGraph graph;

    NaiveEmbed(String directory, int threads) {
        this.directory = directory;
        this.threads = threads;
    }

    @Override
    public void open(OpenContext context) throws Exception {
        ModelBundle bundle = ModelBundle.open(Path.of(directory));
        String window = Integer.toString(bundle.manifest().maxTokens());
        try (InputStream json = Files.newInputStream(bundle.tokenizer())) {
            tokenizer =
                    HuggingFaceTokenizer.newInstance(
                            json,
                            Map.of(
                                    "truncation",
                                    "true",
                                    "padding",
                                    "false",
                                    "maxLength",
                                    window,
                                    "modelMaxLength",
                                    window));
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession session =
                environment.createSession(
                        bundle.graph().toString(), new OrtSession.SessionOptions());
        graph = new NaiveGraph(environment, session, bundle.manifest().inputs());
        executor = Executors.newFixedThreadPool(threads);
    }

    @Override
    public void asyncInvoke(NaivePost post, ResultFuture<NaiveVector> result) {
        var unused =
                CompletableFuture.supplyAsync(() -> embed(post), executor)
                        .whenComplete(
                                (vector, failure) -> {
                                    if (failure == null) {
                                        result.complete(List.of(vector));
                                    } else {
                                        result.completeExceptionally(failure);
                                    }
                                });
    }

    private NaiveVector embed(NaivePost post) {
        try {
            return new NaiveVector(post.id(), graph.vector(tokenizer.encode(post.text())));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws Exception {
        if (executor != null) {
            executor.shutdownNow();
            // A run of the graph must not lose its session.
            executor.awaitTermination(1, TimeUnit.MINUTES);
        }
        if (graph != null) {
            graph.close();
        }
        if (tokenizer != null) {
            tokenizer.close();
        }
    }
}
