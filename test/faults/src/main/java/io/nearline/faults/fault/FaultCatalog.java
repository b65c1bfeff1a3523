package io.nearline.faults.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All faults, in the order in which a campaign has them. */
public final class FaultCatalog {
    private static final List<String> SHORT =
            List.of(
                    "kill-task-manager",
                    "freeze-task-manager",
                    "failing-call",
                    "poison-record",
                    "kill-broker");

    private FaultCatalog() {}

    /** Every fault. */
    public static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.addAll(ProcessFaults.all());
        all.addAll(ModelFaults.all());
        all.addAll(InputFaults.all());
        all.add(new Flood());
        all.addAll(OperationFaults.all());
        all.addAll(TopicFaults.all());
        all.addAll(MachineFaults.all());
        return List.copyOf(all);
    }

    /** The faults that every build meets. */
    public static List<Fault> ofShortForm() {
        return named(SHORT);
    }

    /**
     * The faults with these names, in the catalogue's order.
     *
     * @throws IllegalArgumentException naming what there is, if one is not there
     */
    public static List<Fault> named(List<String> names) {
        List<Fault> all = all();
        String known = all.stream().map(Fault::name).collect(Collectors.joining(", "));
        for (String name : names) {
            if (all.stream().noneMatch(fault -> fault.name().equals(name))) {
                throw new IllegalArgumentException(
                        "no fault is called " + name + "; there are " + known);
            }
        }
        return all.stream().filter(fault -> names.contains(fault.name())).toList();
    }
}
