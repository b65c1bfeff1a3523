package io.nearline.packaging.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Which values of a graph a pattern's names stand for. Immutable. */
record Match(Map<String, String> values) {

    static final Match EMPTY = new Match(Map.of());

    Match {
        values = Map.copyOf(values);
    }

    /** This and one more name; nothing if the name stands for another value already. */
    Stream<Match> bind(String name, String value) {
        String known = values.get(name);
        if (known != null) {
            return known.equals(value) ? Stream.of(this) : Stream.empty();
        }
        Map<String, String> more = new HashMap<>(values);
        more.put(name, value);
        return Stream.of(new Match(more));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** What a name of the pattern stands for. */
    String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the pattern has bound no " + name);
        }
        return value;
    }
}
