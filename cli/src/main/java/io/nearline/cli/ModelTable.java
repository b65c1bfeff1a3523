package io.nearline.cli;

import io.nearline.operations.rollout.Check;
import io.nearline.operations.rollout.CheckResult;
import io.nearline.operations.rollout.KnownModel;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.topics.control.ControlView;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

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
        ModelStatus status = view.status(name).orElse(null);
        ModelServing serving = view.serving(name).orElse(null);
        boolean active =
                view.active().map(ModelStatus::getModelName).filter(name::equals).isPresent();
        String digest = status == null ? serving.getModelDigest() : status.getModelDigest();
        Instant since = status == null ? serving.getSince() : status.getDecidedAt();
        out.printf(
                ROW,
                active ? "*" : "",
                name,
                status == null ? "-" : status.getState(),
                serving == null ? "-" : serving.getState(),
                digest.substring(0, Math.min(DIGEST_SHOWN, digest.length())),
                since.truncatedTo(ChronoUnit.SECONDS),
                note(status, serving));
    }

    private static String note(ModelStatus status, ModelServing serving) {
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
        boolean reasonTold = status != null && status.getState() == ModelState.REJECTED;
        if (serving != null && serving.getReason() != null && !reasonTold) {
            notes.add(serving.getReason());
        }
        return String.join("; ", notes);
    }
}
