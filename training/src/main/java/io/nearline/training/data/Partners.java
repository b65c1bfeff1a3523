package io.nearline.training.data;

import io.nearline.training.data.RecordFile.Line;
import io.nearline.training.plan.DataPlan;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.Partner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records of a file that may have the other text of a pair. */
final class Partners {
    private final Optional<Partner> plan;
    private final Map<String, List<Line>> byValue = new HashMap<>();

    private Partners(Optional<Partner> plan) {
        this.plan = plan;
    }

    /** Reads them; none where each record has both texts. */
    static Partners read(DataPlan data) throws IOException {
        Partners read =
                new Partners(
                        data.fields() instanceof Paired paired
                                ? paired.partner()
                                : Optional.empty());
        if (read.plan.isPresent()) {
            Partner partner = read.plan.get();
            RecordFile.forEach(
                    data.file(),
                    line -> {
                        if (Examples.allHold(partner.where(), line)) {
                            read.byValue
                                    .computeIfAbsent(
                                            line.value(partner.by()), absent -> new ArrayList<>())
                                    .add(line);
                        }
                    });
        }
        return read;
    }

    /**
     * The record with the other text; the same one where it has both.
     *
     * @throws InvalidPlanException if there is none, or more than one; the message names their
     *     lines
     */
    Line of(Line line) {
        if (plan.isEmpty()) {
            return line;
        }
        String by = plan.get().by();
        List<Line> others =
                byValue.getOrDefault(line.text(by), List.of()).stream()
                        .filter(other -> other.number() != line.number())
                        .toList();
        if (others.isEmpty()) {
            throw line.refused(
                    "no other record that partner.where allows has its '%s'; leave the record out, or add its partner"
                            .formatted(by));
        }
        if (others.size() > 1) {
            throw line.refused(
                    "the records of lines %d and %d both have its '%s'; narrow partner.where to one of them"
                            .formatted(others.get(0).number(), others.get(1).number(), by));
        }
        return others.get(0);
    }
}
