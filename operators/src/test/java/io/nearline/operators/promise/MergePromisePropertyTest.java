package io.nearline.operators.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.promise.MergeOracle.Owed;
import io.nearline.operators.promise.Step.Kind;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.testkit.PublishedIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * Promise 1 of the design with backfills: no interleaving of posts, backfills, replays, failures,
 * restarts and forgetting makes the index end on anything but the newest revision.
 */
class MergePromisePropertyTest {

    private static final int STEPS = 150;

    private static final Set<Kind> RESTARTS = EnumSet.of(Kind.CRASH, Kind.RESCALE);

    /** The settings refuse an embed timeout that keeps a text in flight as long as others wait. */
    private static final Set<Kind> FAILURES = EnumSet.of(Kind.CRASH, Kind.FAIL, Kind.MINUTES);

    /** Whatever was tried last is tried again by then, and whatever waited has run out of time. */
    private static final Duration HEALED = Flow.PENDING.plusSeconds(10);

    private static final Set<Kind> TIME = EnumSet.of(Kind.DAYS, Kind.CALM_DAYS);

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void theIndexEndsOnTheNewestRevisionWhateverIsMerged(@ForAll("anything") List<Step> steps)
            throws Exception {
        try (Scenario scenario = new Scenario(calm -> assertRight(calm, Owed.NOTHING))) {
            scenario.run(steps);
            scenario.finish();

            scenario.serve();
            scenario.backfillAndFinish();
            assertRight(scenario, Owed.POSTS);
        }
    }

    /** All three are in flight when the job starts again; the second is out of date by then. */
    @Example
    void anAttributeThatIsTakenBackInFlightLeavesTheRevisionThatSaysTheSame() throws Exception {
        try (Scenario scenario = new Scenario(calm -> {})) {
            scenario.run(
                    List.of(
                            new Step(Kind.EDIT, 6),
                            new Step(Kind.READ, 0),
                            new Step(Kind.LIKE, 6),
                            new Step(Kind.EDIT, 6),
                            new Step(Kind.READ, 0),
                            new Step(Kind.READ, 0),
                            new Step(Kind.SERVE, 0)));
            scenario.finish();

            assertRight(scenario, Owed.NOTHING);
        }
    }

    /** The second model begins to serve between the two, and was never asked for the like. */
    @Example
    void aReplayFromBeforeALikeBringsNoOldAttributesToANewModel() throws Exception {
        try (Scenario scenario = new Scenario(calm -> {})) {
            scenario.run(
                    List.of(
                            new Step(Kind.EDIT, 4),
                            new Step(Kind.READ, 0),
                            new Step(Kind.FAIL, 0),
                            new Step(Kind.LIKE, 4),
                            new Step(Kind.REPLAY, 0),
                            new Step(Kind.READ, 0),
                            new Step(Kind.SERVE, 0)));
            scenario.finish();

            assertRight(scenario, Owed.NOTHING);
        }
    }

    /** Of the second the index knows, and the state does not, when the third comes before it. */
    @Property(generation = GenerationMode.EXHAUSTIVE)
    void anAttributeThatIsTakenBackIsTakenBackOfTheIndexToo(
            @ForAll @IntRange(max = 11) int order, @ForAll boolean firstIsInFlight)
            throws Exception {
        List<Step> steps = new ArrayList<>(List.of(new Step(Kind.EDIT, 0), new Step(Kind.READ, 0)));
        Step complete = new Step(Kind.COMPLETE, 0);
        if (!firstIsInFlight) {
            steps.add(complete);
        }
        steps.addAll(
                List.of(
                        new Step(Kind.LIKE, 0),
                        new Step(Kind.READ, 0),
                        new Step(Kind.EDIT, 0),
                        new Step(Kind.READ, 0),
                        new Step(Kind.CHECKPOINT, 0),
                        complete));
        if (firstIsInFlight) {
            steps.add(complete);
        }
        steps.add(new Step(Kind.CRASH, order));
        try (Scenario scenario = new Scenario(calm -> {})) {
            scenario.run(steps);
            scenario.finish();

            assertRight(scenario, Owed.NOTHING);
        }
    }

    /** No quiet moment, no help: what a post says goes on, and only its attributes change. */
    @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
    void everyPostConvergesWhileItsAttributesGoOnChanging(@ForAll("withinMemory") List<Step> steps)
            throws Exception {
        try (Scenario scenario = new Scenario(calm -> {})) {
            scenario.run(steps);
            scenario.failAll();
            scenario.goOnLiking(HEALED);

            assertRight(scenario, Owed.NOTHING);
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void aBackfillLeavesNoPostOutWhoeverIsFaster(@ForAll("withinMemory") List<Step> steps)
            throws Exception {
        try (Scenario scenario = new Scenario(calm -> {})) {
            scenario.run(steps);
            scenario.finish();

            assertRight(scenario, scenario.isCovered() ? Owed.POSTS : Owed.NOTHING);
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void revisionsOfAKeyOnlyRiseWhileNothingRestarts(@ForAll("withoutRestarts") List<Step> steps)
            throws Exception {
        try (Scenario scenario = new Scenario(calm -> {})) {
            scenario.run(steps);
            scenario.finish();

            assertThat(scenario.flow().index().regressions()).isEmpty();
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void nothingIsADeadLetterWhileNothingFails(@ForAll("withoutFailures") List<Step> steps)
            throws Exception {
        try (Scenario scenario = new Scenario(calm -> {})) {
            scenario.run(steps);
            scenario.finish();

            assertThat(scenario.flow().deadLetters()).isEmpty();
        }
    }

    /** Such a backfill was given another recipe, by mistake. */
    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void aBackfillThatFindsTextWhereTheJobFoundNoneAddsNothing(
            @ForAll("withoutBackfills") List<Step> steps) throws Exception {
        try (Scenario scenario =
                new Scenario(calm -> {}, MergePromisePropertyTest::withTextIfItIsLeft)) {
            scenario.run(steps);
            scenario.finish();
            scenario.serve();
            scenario.backfillAndFinish();

            assertRight(scenario, Owed.POSTS);
        }
    }

    private static PostEvent withTextIfItIsLeft(PostEvent event) {
        return event.getKind() != PostEventKind.DELETE && event.getBody() == null
                ? PostEvent.newBuilder(event).setBody("text of a picture").build()
                : event;
    }

    @Provide
    static Arbitrary<List<Step>> anything() {
        return stepsExcept(Set.of());
    }

    @Provide
    static Arbitrary<List<Step>> withinMemory() {
        return stepsExcept(TIME);
    }

    @Provide
    static Arbitrary<List<Step>> withoutBackfills() {
        Set<Kind> kinds = EnumSet.of(Kind.BACKFILL);
        kinds.addAll(TIME);
        return stepsExcept(kinds);
    }

    /** A lag longer than the second gate's memory repeats what a faster backfill published. */
    @Provide
    static Arbitrary<List<Step>> withoutRestarts() {
        Set<Kind> kinds = EnumSet.of(Kind.DAYS);
        kinds.addAll(RESTARTS);
        return stepsExcept(kinds);
    }

    @Provide
    static Arbitrary<List<Step>> withoutFailures() {
        return stepsExcept(FAILURES);
    }

    private static Arbitrary<List<Step>> stepsExcept(Set<Kind> absent) {
        var weighted =
                Arrays.stream(Kind.values())
                        .filter(kind -> !absent.contains(kind))
                        .map(kind -> Tuple.of(kind.weight(), kind))
                        .toList();
        Arbitrary<List<Step>> steps =
                Combinators.combine(Arbitraries.frequency(weighted), picks())
                        .as(Step::new)
                        .list()
                        .ofMaxSize(STEPS);
        return Combinators.combine(steps, Arbitraries.integers().between(0, STEPS))
                .as(MergePromisePropertyTest::servingFrom);
    }

    private static Arbitrary<Integer> picks() {
        return Arbitraries.integers().between(0, Step.PICKS - 1);
    }

    private static List<Step> servingFrom(List<Step> steps, int place) {
        List<Step> all = new ArrayList<>(steps);
        all.add(Math.min(place, all.size()), new Step(Kind.SERVE, 0));
        return all;
    }

    private static void assertRight(Scenario scenario, Owed byTheNewModel) {
        MergeOracle oracle = new MergeOracle(scenario.published());
        PublishedIndex index = scenario.flow().index();
        assertThat(oracle.differences(index, Scenario.OLD, Owed.ALL)).isEmpty();
        assertThat(oracle.differences(index, Scenario.NEW, byTheNewModel)).isEmpty();
    }
}
