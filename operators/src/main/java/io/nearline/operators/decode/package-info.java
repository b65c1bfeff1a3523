/** Raw Kafka records in, posts out; what cannot be decoded is a dead letter. Next: assemble. */
@NullMarked
package io.nearline.operators.decode;

import org.jspecify.annotations.NullMarked;
