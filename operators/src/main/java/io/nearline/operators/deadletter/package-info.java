/** Records that could not be processed, written down so that they can be counted and replayed. */
package io.nearline.operators.deadletter;
