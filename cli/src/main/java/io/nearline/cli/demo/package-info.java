/**
 * The demo: a broker, the job and a feed of posts in one JVM, and a ledger that accounts for every
 * post by reading back what came out.
 */
@NullMarked
package io.nearline.cli.demo;

import org.jspecify.annotations.NullMarked;
