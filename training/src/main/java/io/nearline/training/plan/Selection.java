package io.nearline.training.plan;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which records of a file count, and what is taken out of their texts.
 *
 * @param where what all must hold of a record
 * @param except what none may hold
 * @param without what is taken out of each text, such as links
 * @param shortest characters of a text that is not left out
 */
public record Selection(
        List<Condition> where, List<Condition> except, Optional<Pattern> without, int shortest) {

    /** Every record, as it is. */
    public static final Selection ALL = new Selection(List.of(), List.of(), Optional.empty(), 1);

    public Selection {
        where = List.copyOf(where);
        except = List.copyOf(except);
    }

    /** Names all of it; a pattern has no equality. */
    @Override
    public String toString() {
        return "%s except %s without %s from %d"
                .formatted(where, except, without.map(Pattern::pattern).orElse(""), shortest);
    }
}
