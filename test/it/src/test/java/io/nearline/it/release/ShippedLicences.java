package io.nearline.it.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The licences of what is shipped, by a bill of materials in the format CycloneDX. */
final class ShippedLicences {

    /** Permissive, by SPDX's names. */
    static final Set<String> ALLOWED =
            Set.of("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT");

    /**
     * What a POM does not say clearly, looked up in the library: components, or all of a group,
     * with what they are taken under.
     */
    static final Map<String, String> LOOKED_UP =
            Map.ofEntries(
                    Map.entry("com.google.re2j:re2j", "BSD-3-Clause, which it calls Go License"),
                    Map.entry("net.java.dev.jna:jna", "Apache-2.0, by choice"),
                    Map.entry("org.eclipse.jetty:*", "Apache-2.0, by choice"),
                    Map.entry("org.eclipse.jetty.ee10:*", "Apache-2.0, by choice"),
                    Map.entry("org.eclipse.jetty.ee10.websocket:*", "Apache-2.0, by choice"),
                    Map.entry("org.eclipse.jetty.websocket:*", "Apache-2.0, by choice"),
                    Map.entry("org.javassist:javassist", "Apache-2.0, by choice"),
                    Map.entry(
                            "org.locationtech.jts:jts-core",
                            "BSD-3-Clause (Eclipse Distribution License), by choice"),
                    Map.entry(
                            "jakarta.servlet:jakarta.servlet-api",
                            "EPL-2.0: no more than its own files, which are shipped unchanged"));

    private ShippedLicences() {}

    /**
     * One line for each component that was not looked up and has a licence besides the allowed
     * ones, or none. Of several the POM does not say whether they are a choice.
     */
    static List<String> problems(JsonNode bom) {
        List<String> problems = new ArrayList<>();
        for (JsonNode component : bom.path("components")) {
            Set<String> licences = licences(component);
            boolean permissive = !licences.isEmpty() && ALLOWED.containsAll(licences);
            if (!permissive && lookedUp(name(component)).isEmpty()) {
                problems.add(
                        name(component) + ": " + (licences.isEmpty() ? "no licence" : licences));
            }
        }
        return problems;
    }

    /** Entries of what was looked up that are about nothing in the bill of materials. */
    static Set<String> unused(JsonNode bom) {
        Set<String> unused = new TreeSet<>(LOOKED_UP.keySet());
        for (JsonNode component : bom.path("components")) {
            unused.remove(name(component));
            unused.remove(group(component));
        }
        return unused;
    }

    /** The components, {@code group:name}. */
    static Set<String> names(JsonNode bom) {
        Set<String> names = new LinkedHashSet<>();
        bom.path("components").forEach(component -> names.add(name(component)));
        return names;
    }

    static Set<String> licences(JsonNode component) {
        Set<String> licences = new LinkedHashSet<>();
        for (JsonNode entry : component.path("licenses")) {
            JsonNode licence = entry.path("license");
            String id = licence.path("id").asText(licence.path("name").asText());
            licences.add(id.isEmpty() ? entry.path("expression").asText() : id);
        }
        return licences;
    }

    /** What somebody found of a component, {@code group:name}, or of its group. */
    static Optional<String> lookedUp(String name) {
        String group = name.substring(0, name.indexOf(':')) + ":*";
        return Optional.ofNullable(LOOKED_UP.getOrDefault(name, LOOKED_UP.get(group)));
    }

    private static String group(JsonNode component) {
        return component.path("group").asText() + ":*";
    }

    static String name(JsonNode component) {
        return component.path("group").asText() + ":" + component.path("name").asText();
    }
}
