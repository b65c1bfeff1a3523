package io.nearline.faults.agent;

import java.util.Locale;

/**
 * What the model shall do, as it stands in the control file.
 *
 * @param id tells one order from the next
 * @param amount calls that fail, or milliseconds that each call takes longer
 */
public record ModelOrder(long id, Act act, int amount) {

    /** The kinds of order. */
    public enum Act {
        /** Work as ever. */
        WORK,
        /** Take longer. */
        BE_SLOW,
        /** The runtime reports a failure. */
        FAIL,
        /** Not return until the next order. */
        HANG,
        /** The machine has no memory for the model. */
        RUN_OUT_OF_MEMORY
    }

    /** Work as ever. */
    public static final ModelOrder NONE = new ModelOrder(0, Act.WORK, 0);

    /** Returns the line for the control file. */
    public String line() {
        return "%d %s %d".formatted(id, act, amount);
    }

    static ModelOrder parse(String line) {
        String[] words = line.strip().split(" ");
        return words.length == 3
                ? new ModelOrder(
                        Long.parseLong(words[0]),
                        Act.valueOf(words[1].toUpperCase(Locale.ROOT)),
                        Integer.parseInt(words[2]))
                : NONE;
    }
}
