/** What is to be published in, Kafka records in Avro out. Next: the index-updates topic. */
@NullMarked
package io.nearline.operators.encode;

import org.jspecify.annotations.NullMarked;
