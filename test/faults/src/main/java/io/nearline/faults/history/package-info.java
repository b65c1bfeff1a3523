/**
 * Judges what was written to the posts topic and what came out of it: plain Java, no broker needed.
 */
package io.nearline.faults.history;
