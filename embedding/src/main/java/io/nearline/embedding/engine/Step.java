package io.nearline.embedding.engine;

import java.util.List;

/** What a worker does next. */
sealed interface Step {

    /** Tokenise these, and bring them back to the line. */
    record Tokenize(List<Request> requests) implements Step {}

    /** Send these through the model in one call, and answer them. */
    record Encode(List<TokenizedRequest> batch) implements Step {}

    /** Go home: the line is closed. */
    record Leave() implements Step {}
}
