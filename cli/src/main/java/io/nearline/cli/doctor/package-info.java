/** The command that checks this machine: {@code nearline doctor}. */
@NullMarked
package io.nearline.cli.doctor;

import org.jspecify.annotations.NullMarked;
