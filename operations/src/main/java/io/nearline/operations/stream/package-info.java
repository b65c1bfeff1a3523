/** The streaming job in this process, against brokers that are there. */
@NullMarked
package io.nearline.operations.stream;

import org.jspecify.annotations.NullMarked;
