package io.nearline.embedding.engine;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.tokenize.TextKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Embeds texts that are the same once: those in flight share one run of the model, those seen
 * recently need none. Failures are shared by those who wait for the run, and not remembered. Safe
 * for use by many threads.
 */
final class RepeatedTexts {

    private final WaitingLine line;
    private final RecentVectors recent;
    private final Map<TextKey, Run> inFlight = new ConcurrentHashMap<>();

    /**
     * @param line where a text goes that needs a run
     * @param cacheBytes memory for vectors of texts seen recently
     */
    RepeatedTexts(WaitingLine line, long cacheBytes) {
        this.line = line;
        this.recent = new RecentVectors(cacheBytes);
    }

    /** See {@link io.nearline.embedding.Embedder#embed}. */
    CompletableFuture<Embedding> embed(EmbeddableText text) {
        CompletableFuture<Embedding> answer = new CompletableFuture<>();
        Run run =
                inFlight.compute(
                        TextKey.of(text), (key, running) -> answerOrJoin(key, running, answer));
        if (run == null) {
            return answer;
        }
        var unused = answer.whenComplete((embedding, failure) -> run.leaveIfUnwanted());
        if (run.isLedBy(answer)) {
            start(run, text, answer);
        }
        return answer;
    }

    /** Texts that wait for a run or are in one. */
    int inFlight() {
        return inFlight.size();
    }

    /**
     * One step for all callers of one text, or two of them could both start a run.
     *
     * @return the run that will answer; null if the answer is there
     */
    private @Nullable Run answerOrJoin(
            TextKey key, @Nullable Run running, CompletableFuture<Embedding> answer) {
        if (running != null && running.join(answer)) {
            return running;
        }
        Embedding known = recent.get(key);
        if (known == null) {
            return new Run(key, answer);
        }
        answer.complete(known);
        return null;
    }

    private void start(Run run, EmbeddableText text, CompletableFuture<Embedding> answer) {
        CompletableFuture<Embedding> vector = line.ask(text);
        if (vector.isCompletedExceptionally() && Thread.currentThread().isInterrupted()) {
            // The interrupt is this caller's alone: others who wait for the text still get it.
            var unused =
                    vector.whenComplete((none, failure) -> answer.completeExceptionally(failure));
            if (run.isWanted()) {
                run.follow(line.askUnbounded(text));
            }
        } else {
            run.follow(vector);
        }
    }

    /** One run and those who wait for it. */
    private final class Run {

        private final TextKey key;
        private final CompletableFuture<Embedding> leader;
        private final List<CompletableFuture<Embedding>> answers = new ArrayList<>(1);
        private @Nullable CompletableFuture<Embedding> vector;
        private boolean over;

        private Run(TextKey key, CompletableFuture<Embedding> leader) {
            this.key = key;
            this.leader = leader;
            answers.add(leader);
        }

        boolean isLedBy(CompletableFuture<Embedding> answer) {
            return answer == leader;
        }

        synchronized boolean isWanted() {
            return !over;
        }

        /** Whether it was still time to. */
        synchronized boolean join(CompletableFuture<Embedding> answer) {
            return !over && answers.add(answer);
        }

        void follow(CompletableFuture<Embedding> asked) {
            boolean unwanted;
            synchronized (this) {
                vector = asked;
                unwanted = over;
            }
            if (unwanted) {
                asked.cancel(false);
            }
            var unused = asked.whenComplete(this::answer);
        }

        /** A worker does not begin a run for which nobody waits any more. */
        void leaveIfUnwanted() {
            CompletableFuture<Embedding> asked;
            synchronized (this) {
                if (over || !answers.stream().allMatch(CompletableFuture::isDone)) {
                    return;
                }
                over = true;
                asked = vector;
            }
            inFlight.remove(key, this);
            if (asked != null) {
                asked.cancel(false);
            }
        }

        private void answer(@Nullable Embedding made, @Nullable Throwable failure) {
            if (made != null) {
                // First, so that whoever comes too late to join finds it there.
                recent.put(key, made);
            }
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            inFlight.remove(key, this);
            if (made == null) {
                answers.forEach(answer -> answer.completeExceptionally(failure));
            } else {
                deliver(made);
            }
        }

        /** The run is one caller's cost, and its vector that caller's to alter. */
        private void deliver(Embedding made) {
            if (answers.size() == 1) {
                answers.get(0).complete(made);
                return;
            }
            Embedding shared = RecentVectors.copy(made);
            boolean paid = false;
            for (CompletableFuture<Embedding> answer : answers) {
                if (!paid) {
                    paid = answer.complete(made);
                } else {
                    answer.complete(RecentVectors.copy(shared));
                }
            }
        }
    }
}
