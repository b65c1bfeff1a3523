/** What is to be published in, Kafka records in Avro out. Next: the index-updates topic. */
package io.nearline.operators.encode;
