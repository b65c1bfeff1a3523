package io.nearline.operators.admit;

import io.nearline.operators.admit.Admission.Admit;
import io.nearline.operators.admit.Admission.Skip;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.metrics.SkipReason;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.record.Change;
import io.nearline.operators.record.NamedModels;
import io.nearline.operators.record.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to a revision, given what is known of its post. Pure: no state, no clock.
 *
 * <pre>
 * known \ arrived   older      same revision        newer, text            newer, no text or DELETE
 * nothing           -          -                    EMBED                  WITHDRAW (CREATE: skip EMPTY)
 * revision r        STALE      REPEATED             same text: REUSE       WITHDRAW
 *              (replay of      (replay: EMBED or    else: EMBED
 *              the same text:  WITHDRAW)
 *              EMBED)
 * </pre>
 *
 * A replay never reuses: it is published again because something went wrong with it, perhaps with
 * the vector. A replay of an older revision makes nothing older known, and only models that were
 * asked for the newest one embed it. If it names models and says what is known, only those embed
 * it: the others were asked for that text already. See docs/decisions/0005-two-gates.md and
 * docs/decisions/0020-retries.md, and for replays of older revisions 0061-what-was-overtaken.md.
 */
public final class AdmissionPolicy {

    private AdmissionPolicy() {}

    /**
     * Decides.
     *
     * @param serving the models that serve
     * @param known what is known of the post; null for nothing
     * @param arrived the revision that arrived
     */
    public static Admission decide(
            List<ModelStanding> serving, @Nullable PostMemory known, PostText arrived) {
        if (known != null && isOlder(known, arrived) && !isOfTheNewestText(known, arrived)) {
            return new Skip(SkipReason.STALE, null);
        }
        if (known != null
                && arrived.version().revision() == known.revision()
                && arrived.version().origin() != Origin.REPLAY) {
            return new Skip(SkipReason.REPEATED, null);
        }
        if (arrived.isWithdrawal()) {
            return withdraw(serving, known, arrived);
        }
        Set<String> named = namedIn(arrived);
        if (known != null && isOlder(known, arrived)) {
            return embedForThoseThatWait(serving, known, named);
        }
        return known != null && !named.isEmpty() && saysWhatIsKnown(known, arrived)
                ? embedAgain(serving, known, arrived, named)
                : admit(serving, known, arrived, named);
    }

    private static boolean isOlder(PostMemory known, PostText arrived) {
        return arrived.version().revision() < known.revision();
    }

    private static Set<String> namedIn(PostText arrived) {
        return arrived.version().origin() == Origin.REPLAY
                ? NamedModels.of(arrived.version().record().headers())
                : Set.of();
    }

    private static boolean saysWhatIsKnown(PostMemory known, PostText arrived) {
        return arrived.version().revision() == known.revision()
                && Arrays.equals(known.contentHash(), arrived.contentHash());
    }

    /**
     * Only for the models that were asked for the newest revision. Any other would be left with the
     * older one, whose attributes are out of date: a model that began to serve since has no use for
     * it.
     */
    private static Admission embedForThoseThatWait(
            List<ModelStanding> serving, PostMemory known, Set<String> named) {
        List<ModelTask> tasks =
                serving.stream()
                        .filter(model -> known.models().contains(model.mark()))
                        .map(ModelStanding::model)
                        .filter(model -> named.isEmpty() || named.contains(model.name()))
                        .map(model -> ModelTask.of(model, Action.EMBED))
                        .toList();
        return tasks.isEmpty() ? new Skip(SkipReason.STALE, null) : new Admit(tasks, known);
    }

    /** Only for the models that the replay names. */
    private static Admission embedAgain(
            List<ModelStanding> serving, PostMemory known, PostText arrived, Set<String> named) {
        List<ModelTask> tasks = new ArrayList<>();
        List<String> marks = new ArrayList<>();
        for (ModelStanding model : serving) {
            boolean isNamed = named.contains(model.model().name());
            if (isNamed) {
                tasks.add(ModelTask.of(model.model(), Action.EMBED));
            }
            if (isNamed || known.models().contains(model.mark())) {
                marks.add(model.mark());
            }
        }
        return tasks.isEmpty()
                ? new Skip(SkipReason.UNSERVED_MODEL, null)
                : new Admit(tasks, remember(arrived, marks));
    }

    /**
     * A replay of an older revision brings the vector that the newest one waits for, if both say
     * the same. Nothing else may come back: least of all what was withdrawn since.
     */
    private static boolean isOfTheNewestText(PostMemory known, PostText arrived) {
        return arrived.version().origin() == Origin.REPLAY
                && !arrived.isWithdrawal()
                && !known.models().isEmpty()
                && Arrays.equals(known.contentHash(), arrived.contentHash());
    }

    private static Admission withdraw(
            List<ModelStanding> serving, @Nullable PostMemory known, PostText arrived) {
        PostMemory memory = remember(arrived, List.of());
        boolean neverIndexed = known == null && arrived.version().change() == Change.CREATE;
        if (neverIndexed) {
            return new Skip(SkipReason.EMPTY, memory);
        }
        return new Admit(
                serving.stream()
                        .map(model -> ModelTask.of(model.model(), Action.WITHDRAW))
                        .toList(),
                memory);
    }

    private static Admission admit(
            List<ModelStanding> serving,
            @Nullable PostMemory known,
            PostText arrived,
            Set<String> named) {
        List<ModelTask> tasks =
                serving.stream()
                        .map(
                                model ->
                                        ModelTask.of(
                                                model.model(),
                                                reuses(known, arrived, named, model)
                                                        ? Action.REUSE
                                                        : Action.EMBED))
                        .toList();
        return new Admit(
                tasks, remember(arrived, serving.stream().map(ModelStanding::mark).toList()));
    }

    private static boolean reuses(
            @Nullable PostMemory known, PostText arrived, Set<String> named, ModelStanding model) {
        boolean isReplayForIt =
                arrived.version().origin() == Origin.REPLAY
                        && (named.isEmpty() || named.contains(model.model().name()));
        return known != null
                && !isReplayForIt
                && Arrays.equals(known.contentHash(), arrived.contentHash())
                && known.models().contains(model.mark());
    }

    private static PostMemory remember(PostText arrived, List<String> marks) {
        return new PostMemory(arrived.version().revision(), arrived.contentHash(), marks);
    }
}
