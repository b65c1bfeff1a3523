package io.nearline.sql.model;

import java.util.Locale;

/** What becomes of a text that can have no vector. */
enum Unembeddable {
    /** Its row goes on without a vector. */
    NULL,
    /** The job fails. */
    FAIL;

    /** The value as it is configured. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
