/** Raw Kafka records in, posts out; what cannot be decoded is a dead letter. Next: text. */
package io.nearline.operators.decode;
