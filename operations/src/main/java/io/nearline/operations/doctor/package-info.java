/** Checks of what Nearline needs on a machine and on a cluster, each with what to do about it. */
@NullMarked
package io.nearline.operations.doctor;

import org.jspecify.annotations.NullMarked;
