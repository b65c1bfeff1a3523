package io.nearline.embedding.engine;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.embedding.vector.RowLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model without natives: a text's tokens are its characters, its vector holds their number.
 * Counts what it was asked, fails on the text {@code poison}, and can be held up.
 */
final class FakeEncoder implements TextEncoder {

    private static final String POISON = "poison";

    private final Semaphore permits = new Semaphore(Integer.MAX_VALUE / 2);
    final AtomicInteger started = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    final List<Thread> terminated = new CopyOnWriteArrayList<>();
    final AtomicInteger selfTests = new AtomicInteger();
    final AtomicInteger hanging = new AtomicInteger();
    private final CountDownLatch hang = new CountDownLatch(1);
    private RowLayout layout = RowLayout.ONE_VECTOR;
    private int further;
    volatile String hangsOn;
    volatile Error breakage;
    volatile RuntimeException failure;
    volatile RuntimeException deafness;

    /** Gives a further vector, which holds the number's opposite. */
    void givesAlso(String name, int size) {
        layout = RowLayout.of(1, Map.of(name, size));
        further = size;
    }

    @Override
    public RowLayout layout() {
        return layout;
    }

    private float[] row(int tokens) {
        float[] row = new float[1 + further];
        Arrays.fill(row, -tokens);
        row[0] = tokens;
        return row;
    }

    /** Lets {@link #encode} begin but not end, until {@link #release()}. */
    void hold() {
        permits.drainPermits();
    }

    /** Lets one {@link #encode} end. */
    void releaseOne() {
        permits.release();
    }

    void release() {
        permits.release(Integer.MAX_VALUE / 2);
    }

    /** Ends what hangs while it is tokenised. */
    void goOn() {
        hang.countDown();
    }

    private void awaitGoOn() {
        try {
            hang.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public TokenIds tokenize(EmbeddableText text) {
        if (text.text().isEmpty()) {
            throw new IllegalArgumentException("cannot tokenize: " + text.text());
        }
        if (text.text().equals(hangsOn)) {
            hanging.incrementAndGet();
            awaitGoOn();
        }
        return new TokenIds(
                text.text().chars().asLongStream().toArray(), text.text().length() > 20);
    }

    @Override
    public List<float[]> encode(List<TokenIds> batch) {
        threads.add(Thread.currentThread());
        started.incrementAndGet();
        permits.acquireUninterruptibly();
        if (breakage != null) {
            throw breakage;
        }
        if (failure != null) {
            throw failure;
        }
        batches.add(batch.stream().map(TokenIds::count).toList());
        for (TokenIds text : batch) {
            if (word(text).equals(POISON)) {
                throw new UnembeddableTextException("poisoned");
            }
        }
        return batch.stream().map(text -> row(text.count())).toList();
    }

    /** Does not listen. */
    @Override
    public void terminate(Thread worker) {
        terminated.add(worker);
        if (deafness != null) {
            throw deafness;
        }
    }

    /** As a text: it fails while all do. */
    @Override
    public void selfTest() {
        selfTests.incrementAndGet();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }

    private static String word(TokenIds text) {
        StringBuilder word = new StringBuilder();
        for (long id : text.ids()) {
            word.append((char) id);
        }
        return word.toString();
    }
}
