package io.nearline.embedding.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingCost;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.engine.WaitingLine.Step.Tokenize;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any order of asking, leaving, success and failure. */
class RepeatedTextsPropertyTest {

    /** What happens next; the number picks the text, the answer or the run that it happens to. */
    record Step(Kind kind, int number) {
        enum Kind {
            ASK,
            LEAVE,
            SUCCEED,
            FAIL
        }
    }

    private record Asked(int text, CompletableFuture<Embedding> answer) {}

    @Property
    void everyoneWhoStaysGetsTheirTextsOutcome(@ForAll("steps") List<Step> steps) {
        HandWorkedRuns runs = new HandWorkedRuns();
        RepeatedTexts repeated = new RepeatedTexts(runs.line, 1 << 20);
        List<Asked> all = new ArrayList<>();

        for (Step step : steps) {
            switch (step.kind()) {
                case ASK -> {
                    int text = step.number() % 3;
                    all.add(new Asked(text, repeated.embed(text(text))));
                }
                case LEAVE -> {
                    if (!all.isEmpty()) {
                        all.get(step.number() % all.size()).answer().cancel(false);
                    }
                }
                case SUCCEED -> runs.succeed(step.number());
                case FAIL -> runs.fail(step.number());
            }
            assertThat(runs.mostOfOneText()).isLessThanOrEqualTo(1);
        }
        runs.succeedAll();

        assertThat(repeated.inFlight()).isZero();
        assertThat(all)
                .allSatisfy(
                        asked -> {
                            assertThat(asked.answer()).isDone();
                            if (!asked.answer().isCompletedExceptionally()) {
                                assertThat(asked.answer().join().vector())
                                        .containsExactly(asked.text());
                            }
                        });
        long paid =
                all.stream()
                        .map(Asked::answer)
                        .filter(answer -> !answer.isCompletedExceptionally())
                        .filter(answer -> answer.join().cost().ranModel())
                        .count();
        assertThat(paid).isEqualTo(runs.succeeded);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.just(Step.Kind.ASK)),
                                Tuple.of(2, Arbitraries.just(Step.Kind.LEAVE)),
                                Tuple.of(1, Arbitraries.just(Step.Kind.SUCCEED)),
                                Tuple.of(1, Arbitraries.just(Step.Kind.FAIL))),
                        Arbitraries.integers().between(0, 1000))
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    private static EmbeddableText text(int number) {
        return EmbeddableText.passage(Integer.toString(number));
    }

    /** Runs end when the test says so. */
    private static final class HandWorkedRuns {

        private final WaitingLine line =
                new WaitingLine(Integer.MAX_VALUE, 1, BatchPolicy.oneTextPerCall());
        private final List<Asked> open = new ArrayList<>();
        private int succeeded;

        void succeed(int number) {
            poll();
            if (!open.isEmpty()) {
                Asked run = open.remove(number % open.size());
                succeeded++;
                run.answer()
                        .complete(
                                new Embedding(
                                        new float[] {run.text()},
                                        1,
                                        false,
                                        new EmbeddingCost(0, 0, 1, 1, 1)));
            }
        }

        void fail(int number) {
            poll();
            if (!open.isEmpty()) {
                open.remove(number % open.size())
                        .answer()
                        .completeExceptionally(new UnembeddableTextException("refused"));
            }
        }

        void succeedAll() {
            poll();
            while (!open.isEmpty()) {
                succeed(0);
            }
        }

        long mostOfOneText() {
            poll();
            return open.stream()
                    .mapToLong(run -> open.stream().filter(o -> o.text() == run.text()).count())
                    .max()
                    .orElse(0);
        }

        /** Takes up what was asked for, and drops what nobody wants any more. */
        private void poll() {
            while (line.size() > 0) {
                List<Request> requests = ((Tokenize) line.next()).requests();
                requests.forEach(
                        asked ->
                                open.add(
                                        new Asked(
                                                Integer.parseInt(asked.text().text()),
                                                asked.answer())));
                line.requeue(requests.size(), List.of());
            }
            open.removeIf(run -> run.answer().isCancelled());
        }
    }
}
