/** Where commands find what comes with Nearline, and keep what they make. */
@NullMarked
package io.nearline.cli.directories;

import org.jspecify.annotations.NullMarked;
