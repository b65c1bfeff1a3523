/** Records that could not be processed, written down so that they can be counted and replayed. */
@NullMarked
package io.nearline.operators.deadletter;

import org.jspecify.annotations.NullMarked;
