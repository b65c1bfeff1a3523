package io.nearline.bench.search;

import io.nearline.bench.measure.Percentiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Sends requests at random moments, on average so many a second, whether or not earlier ones were
 * answered: the arrivals of many independent users (a Poisson process). Latency counts from the
 * moment at which a request was due, so a service that falls behind is charged for what waits.
 */
final class OpenLoop {

    private final Random random;
    private final LongSupplier nanoTime;
    private final LongConsumer sleep;

    OpenLoop(long seed) {
        this(seed, System::nanoTime, LockSupport::parkNanos);
    }

    /**
     * A generator with another clock.
     *
     * @param sleep lets so many nanoseconds pass, or some of them
     */
    OpenLoop(long seed, LongSupplier nanoTime, LongConsumer sleep) {
        this.random = new Random(seed);
        this.nanoTime = nanoTime;
        this.sleep = sleep;
    }

    /**
     * What came of one rate.
     *
     * @param perSecond requests a second that were due
     * @param sent requests in all
     * @param failed requests without an answer
     * @param answers those that were answered, the slowest first
     */
    record Load(double perSecond, int sent, int failed, List<TimedQuery> answers) {

        /** Latencies of the answers, in microseconds; empty if there were none. */
        Optional<Percentiles> micros() {
            return answers.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            Percentiles.of(answers.stream().map(TimedQuery::micros).toList()));
        }

        /** Whether all were answered, 99 of 100 in that time. */
        boolean isWithin(long p99Micros) {
            return failed == 0 && micros().filter(micros -> micros.p99() <= p99Micros).isPresent();
        }
    }

    /**
     * Sends for a while, then waits for the last answers.
     *
     * @param request begins a request, told its number
     */
    Load run(
            double perSecond,
            double seconds,
            IntFunction<CompletableFuture<QueryOutcome>> request) {
        ConcurrentLinkedQueue<TimedQuery> answers = new ConcurrentLinkedQueue<>();
        AtomicInteger failed = new AtomicInteger();
        List<CompletableFuture<Void>> open = new ArrayList<>();
        long begun = nanoTime.getAsLong();
        double due = 0;
        while ((due += -Math.log(1 - random.nextDouble()) / perSecond) < seconds) {
            long dueAt = begun + (long) (due * 1e9);
            sleepUntil(dueAt);
            long late = nanoTime.getAsLong() - dueAt;
            open.add(
                    request.apply(open.size())
                            .handle(
                                    (outcome, failure) -> {
                                        if (failure == null && outcome.answered()) {
                                            answers.add(
                                                    new TimedQuery(
                                                            (nanoTime.getAsLong() - dueAt) / 1000,
                                                            late / 1000,
                                                            outcome.stages()));
                                        } else {
                                            failed.incrementAndGet();
                                        }
                                        return null;
                                    }));
        }
        open.forEach(CompletableFuture::join);
        return new Load(
                perSecond,
                open.size(),
                failed.get(),
                answers.stream()
                        .sorted(Comparator.comparingLong(TimedQuery::micros).reversed())
                        .toList());
    }

    private void sleepUntil(long when) {
        for (long left; (left = when - nanoTime.getAsLong()) > 0; ) {
            sleep.accept(left);
        }
    }
}
