package io.nearline.embedding.engine;

import io.nearline.embedding.tokenize.TokenIds;

/** A request whose text is ready for the model. */
record TokenizedRequest(Request request, TokenIds tokens) {

    int length() {
        return tokens.count();
    }
}
