package io.nearline.embedding;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a processor has for products of small integers, as far as the operating system tells.
 *
 * @param name as the maker calls it; empty if that is not known
 * @param architecture as Java calls it, such as {@code amd64} or {@code aarch64}
 * @param units the units that matter for its architecture, and whether it has them; empty if the
 *     operating system does not tell
 */
public record Processor(String name, String architecture, Map<String, Boolean> units) {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    /** Linux writes the flags of every processor under one of these. */
    private static final Set<String> FLAGS = Set.of("flags", "Features");

    private static final Set<String> NAMES = Set.of("model name", "Model", "CPU part");

    /** Units by the flags that say so; one is enough. */
    private static final Map<String, List<String>> X86 = new LinkedHashMap<>();

    private static final Map<String, List<String>> ARM = new LinkedHashMap<>();

    static {
        X86.put("AVX2", List.of("avx2"));
        X86.put("AVX-512", List.of("avx512f"));
        X86.put("VNNI", List.of("avx512_vnni", "avx_vnni"));
        X86.put("AMX", List.of("amx_int8"));
        ARM.put("dot product", List.of("asimddp"));
        ARM.put("i8mm", List.of("i8mm"));
    }

    public Processor {
        units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
    }

    /** The processor that this process runs on. */
    public static Processor here() {
        String architecture = System.getProperty("os.arch");
        try {
            return parse(architecture, Files.readString(CPUINFO, StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Only Linux has the file.
            return new Processor("", architecture, Map.of());
        }
    }

    /**
     * Reads what Linux tells.
     *
     * @param architecture as Java calls it
     * @param cpuinfo content of {@code /proc/cpuinfo}
     */
    static Processor parse(String architecture, String cpuinfo) {
        String name = "";
        Set<String> flags = Set.of();
        for (String line : cpuinfo.lines().toList()) {
            int colon = line.indexOf(':');
            String key = colon < 0 ? "" : line.substring(0, colon).strip();
            String value = line.substring(colon + 1).strip();
            if (NAMES.contains(key) && name.isEmpty()) {
                name = key.equals("CPU part") ? "part " + value : value;
            } else if (FLAGS.contains(key) && flags.isEmpty()) {
                flags = new HashSet<>(List.of(value.split("\\s+")));
            }
        }
        return new Processor(name, architecture, units(architecture, flags));
    }

    private static Map<String, Boolean> units(String architecture, Set<String> flags) {
        Map<String, Boolean> units = new LinkedHashMap<>();
        if (!flags.isEmpty()) {
            known(architecture)
                    .forEach(
                            (unit, names) ->
                                    units.put(unit, names.stream().anyMatch(flags::contains)));
        }
        return units;
    }

    private static Map<String, List<String>> known(String architecture) {
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> X86;
            case "aarch64", "arm64" -> ARM;
            default -> Map.of();
        };
    }

    /** In one line, such as {@code AMD EPYC (amd64): AVX2 yes, AVX-512 no, VNNI no, AMX no}. */
    public String summary() {
        String title = name.isEmpty() ? architecture : "%s (%s)".formatted(name, architecture);
        if (units.isEmpty()) {
            return title + ": the operating system does not tell its units for integers";
        }
        List<String> told = new ArrayList<>();
        units.forEach((unit, has) -> told.add(unit + (has ? " yes" : " no")));
        return title + ": " + String.join(", ", told);
    }
}
