/** From files of labelled posts to batches of pairs. */
@NullMarked
package io.nearline.training.data;

import org.jspecify.annotations.NullMarked;
