/**
 * What commands of several groups show: a status in place, what happens meanwhile, a failure in one
 * line.
 */
@NullMarked
package io.nearline.cli.terminal;

import org.jspecify.annotations.NullMarked;
