package io.nearline.testkit;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingCost;
import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.UnhealthyVectorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An embedder without a model: the vector is a pure function of the text ({@link FakeVectors}), so
 * a test can say what must come out.
 *
 * <p>A test and the job it runs in the same JVM meet at the same instance by name: the job opens
 * {@code () -> FakeEmbedder.named("x")}, the test holds, releases and counts on {@code
 * FakeEmbedder.named("x")}. Texts that contain {@link #POISON} can never be embedded, those that
 * contain {@link #FLAKY} fail with a retryable error, and those that contain {@link #UNHEALTHY} get
 * a vector that must not be served. Thread-safe.
 */
public final class FakeEmbedder implements Embedder {
    /** A text that contains this is refused for ever. */
    public static final String POISON = "[poison]";

    /** A text that contains this fails with an error worth a retry, every time. */
    public static final String FLAKY = "[flaky]";

    /** A text that contains this has a vector without a direction. */
    public static final String UNHEALTHY = "[unhealthy]";

    /** Dimensions of every fake vector. */
    public static final int DIMENSIONS = 8;

    private static final Map<String, FakeEmbedder> BY_NAME = new ConcurrentHashMap<>();

    private final ModelId model;
    private final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
    private final List<Runnable> held = new ArrayList<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final AtomicInteger untilCrash = new AtomicInteger();
    private final Map<String, AtomicInteger> failing = new ConcurrentHashMap<>();
    private boolean holding;

    private FakeEmbedder(String name) {
        model = new ModelId(name, "fake-digest-of-" + name);
    }

    /** Returns this JVM's fake embedder of that model name. */
    public static FakeEmbedder named(String modelName) {
        return BY_NAME.computeIfAbsent(modelName, FakeEmbedder::new);
    }

    /** From now on calls wait until {@link #release}. */
    public synchronized void hold() {
        holding = true;
    }

    /** Answers every waiting call in the order of arrival, and later ones at once. */
    public void release() {
        List<Runnable> waiting;
        synchronized (this) {
            holding = false;
            waiting = List.copyOf(held);
            held.clear();
        }
        waiting.forEach(Runnable::run);
    }

    /** How many calls wait for {@link #release}. */
    public synchronized int waiting() {
        return held.size();
    }

    /** From now on texts that contain {@code part} are refused, by this model only. */
    public void refuse(String part) {
        refused.add(part);
    }

    /** Takes {@link #refuse} back. */
    public void accept(String part) {
        refused.remove(part);
    }

    /**
     * The next texts that contain {@code part} fail with an error worth a retry, this many of them.
     */
    public void failNext(String part, int times) {
        failing.put(part, new AtomicInteger(times));
    }

    /**
     * With the {@code texts}-th text from now, and only that one, the machine fails as a real
     * engine says it, which fails the job.
     */
    public void crashAt(int texts) {
        untilCrash.set(texts);
    }

    /** Returns every text that was ever asked for, in order, failed ones too. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public ModelId model() {
        return model;
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public CompletableFuture<Embedding> embed(EmbeddableText text) {
        calls.add(text.text());
        CompletableFuture<Embedding> answer = new CompletableFuture<>();
        Runnable work = () -> answer(text.text(), answer);
        if (!waits(work)) {
            work.run();
        }
        return answer;
    }

    /** Does nothing: the instance belongs to the JVM. */
    @Override
    public void close() {}

    private synchronized boolean waits(Runnable work) {
        return holding && held.add(work);
    }

    private boolean isToFail(String text) {
        return failing.entrySet().stream()
                .filter(entry -> text.contains(entry.getKey()))
                .anyMatch(entry -> entry.getValue().getAndDecrement() > 0);
    }

    private void answer(String text, CompletableFuture<Embedding> answer) {
        if (untilCrash.getAndUpdate(left -> Math.max(0, left - 1)) == 1) {
            answer.completeExceptionally(new MachineFailedException("the fake was told to crash"));
        } else if (text.contains(POISON) || refused.stream().anyMatch(text::contains)) {
            answer.completeExceptionally(
                    new UnembeddableTextException("the fake was told to refuse"));
        } else if (text.contains(FLAKY) || isToFail(text)) {
            answer.completeExceptionally(
                    new RetryableEmbeddingException("the fake was told to fail"));
        } else if (text.contains(UNHEALTHY)) {
            answer.completeExceptionally(UnhealthyVectorException.ofLength(0));
        } else {
            int tokens = text.split("\\s+").length + 2;
            EmbeddingCost cost = new EmbeddingCost(0, 0, 1, tokens, tokens);
            answer.complete(new Embedding(FakeVectors.of(text, DIMENSIONS), tokens, false, cost));
        }
    }
}
