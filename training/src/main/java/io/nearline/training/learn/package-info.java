/** Loss, steps, checkpoints, and the run that they make up. */
@NullMarked
package io.nearline.training.learn;

import org.jspecify.annotations.NullMarked;
