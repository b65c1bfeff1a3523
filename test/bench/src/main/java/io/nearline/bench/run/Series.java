package io.nearline.bench.run;

import io.nearline.bench.measure.Measurement;
import io.nearline.bench.measure.Spread;
import io.nearline.bench.worker.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Measurements of one model, round by round. Contenders of one round ran right after each other, so
 * their ratio holds even where the machine is twice as fast in the next round.
 */
public final class Series {
    private final Map<Role, List<Measurement>> rounds = new EnumMap<>(Role.class);

    void add(Role contender, Measurement measurement) {
        rounds.computeIfAbsent(contender, absent -> new ArrayList<>()).add(measurement);
    }

    /** Who was measured. */
    public Set<Role> contenders() {
        return rounds.keySet();
    }

    /** A figure of a contender over the rounds. */
    public Spread of(Role contender, ToDoubleFunction<Measurement> figure) {
        return Spread.of(rounds.get(contender).stream().map(figure::applyAsDouble).toList());
    }

    /** Ratio by the clock of one to another within the rounds. */
    public Spread ratio(Role contender, Role other) {
        return ratio(contender, other, Measurement::perSecond);
    }

    /** How many times the CPU time of a post of this one the other takes, within the rounds. */
    public Spread cpuRatio(Role contender, Role other) {
        return ratio(contender, other, round -> 1 / round.cpuPerThousand());
    }

    private Spread ratio(Role contender, Role other, ToDoubleFunction<Measurement> figure) {
        List<Double> ratios = new ArrayList<>();
        List<Measurement> own = rounds.get(contender);
        for (int round = 0; round < own.size(); round++) {
            ratios.add(
                    figure.applyAsDouble(own.get(round))
                            / figure.applyAsDouble(rounds.get(other).get(round)));
        }
        return Spread.of(ratios);
    }
}
