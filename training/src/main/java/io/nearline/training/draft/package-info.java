/** A first plan for somebody's records. */
@NullMarked
package io.nearline.training.draft;

import org.jspecify.annotations.NullMarked;
