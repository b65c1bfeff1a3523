/** The command that judges models: {@code nearline evaluate}. */
@NullMarked
package io.nearline.cli.evaluate;

import org.jspecify.annotations.NullMarked;
