package io.nearline.operators.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How often a record was tried before: a decimal number in the header {@link #HEADER}. */
public final class Attempts {

    /** Name of the Kafka header; without it the record was never tried before. */
    public static final String HEADER = "nearline-attempt";

    private Attempts() {}

    /**
     * Attempts made before this one; 0 if no header says otherwise.
     *
     * @param headers headers of a Kafka record
     */
    public static int before(List<RawHeader> headers) {
        int before = 0;
        for (RawHeader header : headers) {
            if (header.key().equals(HEADER)) {
                before = Math.max(before, number(header.value()));
            }
        }
        return before;
    }

    /**
     * The headers of a record that is brought back: its own, and those that say so.
     *
     * @param headers headers that the record failed with
     * @param made attempts made so far
     * @param modelName the model that it is brought back for; null for all
     */
    public static List<RawHeader> again(
            List<RawHeader> headers, int made, @Nullable String modelName) {
        List<RawHeader> all = new ArrayList<>();
        for (RawHeader header : headers) {
            if (!header.key().equals(HEADER) && !header.key().equals(Origin.HEADER)) {
                all.add(header);
            }
        }
        all.add(new RawHeader(Origin.HEADER, bytes("replay")));
        all.add(new RawHeader(HEADER, bytes(Integer.toString(made))));
        return NamedModels.naming(modelName == null ? Set.of() : Set.of(modelName), all);
    }

    /** Whoever writes to the topic can write this header: what is no number counts as none. */
    private static int number(byte @Nullable [] value) {
        String text = value == null ? "" : new String(value, StandardCharsets.US_ASCII);
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
