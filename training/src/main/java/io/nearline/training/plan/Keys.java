package io.nearline.training.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keys of a plan and their values, as a file would have them. */
final class Keys {
    private final Map<String, Object> values = new LinkedHashMap<>();

    void put(String key, Object value) {
        values.put(key, value);
    }

    /** For names that people give. */
    void putOnce(String section, String name, Object value) {
        if (values.put(name, value) != null) {
            throw new InvalidPlanException("%s.%s stands twice".formatted(section, name));
        }
    }

    Map<String, Object> values() {
        return values;
    }
}
