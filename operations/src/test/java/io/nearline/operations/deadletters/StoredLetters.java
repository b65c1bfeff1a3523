package io.nearline.operations.deadletters;

import io.nearline.schemas.DeadLetter;

/** Dead letters in the first partition of their topic. */
final class StoredLetters {

    private StoredLetters() {}

    static StoredLetter stored(DeadLetter.Builder letter, long offset) {
        return new StoredLetter(new LetterPlace(0, offset), letter.build());
    }
}
