/** The commands about what could not be processed: {@code nearline dead-letters}. */
@NullMarked
package io.nearline.cli.deadletters;

import org.jspecify.annotations.NullMarked;
