/**
 * The command line: thin commands that read options, call the nouns of the other packages and
 * print. Standard output carries results only, standard error everything else; a failure is one
 * line there and an exit code other than 0.
 */
package io.nearline.cli;
