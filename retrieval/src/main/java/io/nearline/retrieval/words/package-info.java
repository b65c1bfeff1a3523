/** Search by words: BM25 over the texts of posts, which index-updates does not carry. */
@NullMarked
package io.nearline.retrieval.words;

import org.jspecify.annotations.NullMarked;
