package io.nearline.it.road;

/**
 * One change of a post, as a source of its own shape has it.
 *
 * @param id of the post
 * @param version as it is written: one that is no number breaks the record
 * @param op c, u or d
 * @param text of the post; empty for a deletion
 */
record OwnChange(String id, String version, String op, String text) {

    /**
     * Makes posts of all that are not broken: path of the id, unit of the time, path of the text.
     */
    static final String MAPPING =
            """
            id: %s
            revision: version
            kind: {path: op, create: c, update: u, delete: d}
            event_time: {path: changed_at, unit: %s}
            body: %s
            lang: {always: en}
            """;

    static final String REASON =
            "revision: path version must lead to a whole number or its digits, found text";

    boolean isBroken() {
        return !version.chars().allMatch(Character::isDigit);
    }

    boolean deletes() {
        return op.equals("d");
    }

    long revision() {
        return Long.parseLong(version);
    }
}
