package io.nearline.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of a file of which each is either understood or named to the user. */
final class Keys {

    private Keys() {}

    /** Those with a value that are not among the known ones. */
    static List<String> unknown(JsonNode json, Set<String> known) {
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!known.contains(field.getKey()) && !saysNothing(field.getValue())) {
                unknown.add(field.getKey());
            }
        }
        return unknown;
    }

    /** Null, false, and what is empty. */
    static boolean saysNothing(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isContainerNode() && value.isEmpty())
                || (value.isBoolean() && !value.booleanValue());
    }
}
