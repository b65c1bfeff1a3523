package io.nearline.operators.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The models that a replay is for: a header {@link #HEADER} for each. A replay without one is for
 * every model. Records that are no replays have no say in this.
 */
public final class NamedModels {

    /** Name of the Kafka header; its value is the name of one model. */
    public static final String HEADER = "nearline-model";

    private NamedModels() {}

    /**
     * The models that the headers name; empty if the replay is for all.
     *
     * @param headers headers of a replay
     */
    public static Set<String> of(List<RawHeader> headers) {
        Set<String> names = new LinkedHashSet<>();
        for (RawHeader header : headers) {
            if (header.key().equals(HEADER) && header.value() != null) {
                names.add(new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return names;
    }

    /**
     * The headers of a replay that is for what two replays of one record are for.
     *
     * @param headers of the first
     * @param more of the second
     */
    public static List<RawHeader> joined(List<RawHeader> headers, List<RawHeader> more) {
        Set<String> names = of(headers);
        Set<String> others = of(more);
        if (names.isEmpty() || others.isEmpty()) {
            return naming(Set.of(), headers);
        }
        names.addAll(others);
        return naming(names, headers);
    }

    /**
     * The headers, naming these models and no others.
     *
     * @param names names of models; none for all
     */
    static List<RawHeader> naming(Collection<String> names, List<RawHeader> headers) {
        List<RawHeader> all = new ArrayList<>();
        for (RawHeader header : headers) {
            if (!header.key().equals(HEADER)) {
                all.add(header);
            }
        }
        for (String name : names) {
            all.add(new RawHeader(HEADER, name.getBytes(StandardCharsets.UTF_8)));
        }
        return all;
    }
}
