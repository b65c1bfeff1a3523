package io.nearline.training.plan;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a file count, and what is taken out of their texts.
 *
 * @param where what all must hold of a record
 * @param except what none may hold
 * @param without what is taken out of each text, such as links
 * @param shortest characters of a text that is not left out
 * @param distinct letters and digits that no two records begin with; 0 if records may begin alike
 */
public record Selection(
        List<Condition> where,
        List<Condition> except,
        Optional<Pattern> without,
        int shortest,
        int distinct) {

    /** Every record, as it is. */
    public static final Selection ALL = new Selection(List.of(), List.of(), Optional.empty(), 1, 0);

    public Selection {
        where = List.copyOf(where);
        except = List.copyOf(except);
    }

    /** The same, of records that may begin alike. */
    public Selection withCopies() {
        return new Selection(where, except, without, shortest, 0);
    }

    /** Equal patterns are those that read alike: they have no equality of their own. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Selection that
                && where.equals(that.where)
                && except.equals(that.except)
                && without.map(Pattern::pattern).equals(that.without.map(Pattern::pattern))
                && shortest == that.shortest
                && distinct == that.distinct;
    }

    @Override
    public int hashCode() {
        return Objects.hash(where, except, without.map(Pattern::pattern), shortest, distinct);
    }

    /** Names all of it, the pattern as it reads; records that may begin alike are not named. */
    @Override
    public String toString() {
        return "%s except %s without %s from %d%s"
                .formatted(
                        where,
                        except,
                        without.map(Pattern::pattern).orElse(""),
                        shortest,
                        distinct == 0 ? "" : " distinct " + distinct);
    }
}
