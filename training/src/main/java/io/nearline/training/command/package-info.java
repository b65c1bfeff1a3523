/** The commands of {@code ./nearline author}. */
@NullMarked
package io.nearline.training.command;

import org.jspecify.annotations.NullMarked;
