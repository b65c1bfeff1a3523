package io.nearline.cli.rollout;

import io.nearline.operations.rollout.Check;
import io.nearline.operations.rollout.CheckResult;
import io.nearline.operations.rollout.KnownModel;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.topics.control.ControlView;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The models of the control topic, a line each. */
final class ModelTable {

    private static final String ROW = "%-1s %-28s %-10s %-8s %-12s %-20s %s%n";
    private static final int DIGEST_SHOWN = 12;

    private ModelTable() {}

    /** Prints a line per model, the active one with a star. */
    static void print(ControlView view, PrintWriter out) {
        SortedSet<String> names = KnownModel.names(view);
        if (names.isEmpty()) {
            out.println("no model is known: the live job announces those that it serves");
            return;
        }
        out.printf(ROW, "", "MODEL", "DECIDED", "SERVING", "DIGEST", "SINCE", "NOTE");
        for (String name : names) {
            print(name, view, out);
        }
        out.flush();
    }

    private static void print(String name, ControlView view, PrintWriter out) {
        Optional<ModelStatus> status = view.status(name);
        Optional<ModelServing> serving = view.serving(name);
        boolean active =
                view.active().map(ModelStatus::getModelName).filter(name::equals).isPresent();
        String digest =
                status.map(ModelStatus::getModelDigest)
                        .or(() -> serving.map(ModelServing::getModelDigest))
                        .orElse("");
        String since =
                status.map(ModelStatus::getDecidedAt)
                        .or(() -> serving.map(ModelServing::getSince))
                        .map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
                        .orElse("-");
        out.printf(
                ROW,
                active ? "*" : "",
                name,
                status.map(decided -> decided.getState().name()).orElse("-"),
                serving.map(live -> live.getState().name()).orElse("-"),
                digest.substring(0, Math.min(DIGEST_SHOWN, digest.length())),
                since,
                note(status.orElse(null), serving.orElse(null)));
    }

    private static String note(@Nullable ModelStatus status, @Nullable ModelServing serving) {
        List<String> notes = new ArrayList<>();
        if (status != null) {
            Double coverage = status.getFigures().get(Check.COVERAGE.label());
            if (coverage != null) {
                notes.add("coverage " + CheckResult.number(coverage) + " when promoted");
            }
            if (status.getReplaces() != null) {
                notes.add("replaced " + status.getReplaces());
            }
            if (status.getForced()) {
                notes.add("forced");
            }
            if (status.getReason() != null) {
                notes.add(status.getReason());
            }
        }
        boolean reasonPrinted = status != null && status.getState() == ModelState.REJECTED;
        if (serving != null && serving.getReason() != null && !reasonPrinted) {
            notes.add(serving.getReason());
        }
        return String.join("; ", notes);
    }
}
