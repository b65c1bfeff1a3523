package io.nearline.it.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page of the libraries that are shipped and their licences. */
final class ThirdParty {

    private static final String OURS = "io.nearline:";

    private static final String HEAD =
            """
            # Libraries in the archive

            Each jar holds its licence and its notice. `bom.json` has versions and hashes as well.

            | library | licence |
            | --- | --- |
            """;

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\S+:\\S+) \\| (.+) \\|$");

    private final SortedMap<String, String> licences;

    private ThirdParty(SortedMap<String, String> licences) {
        this.licences = licences;
    }

    /** What a bill of materials lists, without what is ours. */
    static ThirdParty of(JsonNode bom) {
        SortedMap<String, String> licences = new TreeMap<>();
        for (JsonNode component : bom.path("components")) {
            licences.put(
                    ShippedLicences.name(component),
                    String.join(", ", ShippedLicences.licences(component)));
        }
        licences.keySet().removeIf(name -> name.startsWith(OURS));
        licences.replaceAll((name, licence) -> ShippedLicences.lookedUp(name).orElse(licence));
        return new ThirdParty(licences);
    }

    /** The page as it was written. */
    static ThirdParty parse(String page) {
        SortedMap<String, String> licences = new TreeMap<>();
        Matcher row = ROW.matcher(page);
        while (row.find()) {
            licences.put(row.group(1), row.group(2));
        }
        return new ThirdParty(licences);
    }

    String page() {
        StringBuilder page = new StringBuilder(HEAD);
        licences.forEach((name, licence) -> page.append("| %s | %s |%n".formatted(name, licence)));
        return page.toString();
    }

    /** Licences by library, {@code group:name}. */
    Map<String, String> licences() {
        return licences;
    }

    /** Whether it lists an artifact of that name. */
    boolean lists(String artifact) {
        return licences.keySet().stream().anyMatch(library -> library.endsWith(":" + artifact));
    }

    /** Whether it lists the library of a jar: a name, or a group and a name, and a version. */
    boolean listsJar(String file) {
        return licences.keySet().stream()
                .anyMatch(
                        library ->
                                isVersionOf(library.substring(library.indexOf(':') + 1), file)
                                        || isVersionOf(library.replace(':', '.'), file));
    }

    private static boolean isVersionOf(String name, String file) {
        return file.startsWith(name + "-")
                && Character.isDigit(file.charAt(name.length() + 1))
                && file.endsWith(".jar");
    }

    /** Libraries whose licence is neither permissive nor was looked up. */
    Set<String> problems() {
        SortedMap<String, String> problems = new TreeMap<>(licences);
        problems.entrySet()
                .removeIf(
                        entry ->
                                ShippedLicences.lookedUp(entry.getKey()).isPresent()
                                        || ShippedLicences.ALLOWED.containsAll(
                                                Set.of(entry.getValue().split(", "))));
        return problems.keySet();
    }
}
