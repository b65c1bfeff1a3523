package io.nearline.sql.search;

import java.util.Locale;

/** What the column {@code vector} has. VECTOR_SEARCH demands the column even of who reads none. */
enum HitVectors {
    /** The vector of the post. */
    FETCH,
    /** NULL: answers are smaller by far. */
    NULL;

    /** The value of the option. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
