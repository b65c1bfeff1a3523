/**
 * Keeps a store equal to the index-updates topic: what a store must do ({@link
 * io.nearline.topics.consume.UpdateStore}), and the consumer that does the rest.
 */
@NullMarked
package io.nearline.topics.consume;

import org.jspecify.annotations.NullMarked;
