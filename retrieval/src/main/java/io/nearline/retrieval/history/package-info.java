/** What happened to a post: its newest outcome under each model, and its dead letters. */
@NullMarked
package io.nearline.retrieval.history;

import org.jspecify.annotations.NullMarked;
