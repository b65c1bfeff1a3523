package io.nearline.faults.history;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must be a dead letter, and what must not. */
final class DeadLetterRules {
    private final AcceptedPosts accepted;

    DeadLetterRules(AcceptedPosts accepted) {
        this.accepted = accepted;
    }

    void check(History history, List<Violation> violations) {
        Set<Place> origins = new HashSet<>();
        for (GivenUp letter : history.givenUp()) {
            origins.add(letter.origin());
            if (accepted.at(letter.origin()).filter(write -> !write.committed()).isPresent()) {
                violations.add(
                        new Violation(
                                Rule.NOTHING_ABORTED_VISIBLE,
                                letter.origin().toString(),
                                "a dead letter of a record that was rolled back",
                                List.of(letter.toString())));
            }
        }
        for (PostWrite write : history.writes()) {
            if (write.committed() && write.event().isEmpty() && !origins.contains(write.place())) {
                violations.add(
                        new Violation(
                                Rule.UNREADABLE_IS_GIVEN_UP,
                                write.place().toString(),
                                "can never be published and is no dead letter",
                                List.of(write.toString())));
            }
        }
    }
}
