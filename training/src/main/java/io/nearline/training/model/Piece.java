package io.nearline.training.model;

import java.util.List;

/**
 * A piece of words that a vocabulary gets.
 *
 * @param name as the vocabulary has it, with the prefix of pieces that go on with a word
 * @param parts ids of the pieces of the base that it was put together of, two or more
 */
record Piece(String name, List<Integer> parts) {

    Piece {
        parts = List.copyOf(parts);
    }
}
