/**
 * The command line: thin commands that read options, call the nouns of the other packages and
 * print. Standard output carries results only, standard error everything else; a failure is one
 * line there and an exit code other than 0.
 *
 * <p>A package holds one group of commands. Groups do not know each other; what several need is in
 * {@code options}, {@code terminal} and {@code directories}.
 */
@NullMarked
package io.nearline.cli;

import org.jspecify.annotations.NullMarked;
