/** The command that runs the live job in this process: {@code nearline stream}. */
@NullMarked
package io.nearline.cli.stream;

import org.jspecify.annotations.NullMarked;
