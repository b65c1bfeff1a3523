package io.nearline.operations.doctor;

/**
 * The result of one check.
 *
 * @param state how it went
 * @param subject what was checked
 * @param detail what was found
 * @param remedy what to do about it; how to have it checked, if it was skipped; empty if all is
 *     well
 */
public record Finding(State state, String subject, String detail, String remedy) {

    /** How a check went. */
    public enum State {
        /** All is well. */
        OK,
        /** Something is wrong. */
        FAILED,
        /** Not looked at. */
        SKIPPED
    }

    static Finding ok(String subject, String detail) {
        return new Finding(State.OK, subject, detail, "");
    }

    static Finding failed(String subject, String detail, String remedy) {
        return new Finding(State.FAILED, subject, detail, remedy);
    }

    static Finding skipped(String subject, String detail, String remedy) {
        return new Finding(State.SKIPPED, subject, detail, remedy);
    }
}
