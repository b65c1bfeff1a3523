package io.nearline.training.plan;

import java.util.List;

/**
 * Where the other text of a pair stands: in another record of the same file, of which there is
 * exactly one.
 *
 * @param by field that has the same value in both records
 * @param where what must hold of the other record; the task's own conditions do not bind it
 * @param gives which of both texts it has
 */
public record Partner(String by, List<Condition> where, Side gives) {

    /** One of the two texts of a pair. */
    public enum Side {
        PASSAGE,
        QUERY
    }

    public Partner {
        where = List.copyOf(where);
    }
}
