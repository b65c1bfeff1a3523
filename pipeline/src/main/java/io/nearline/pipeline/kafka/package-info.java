/** Ends of the graph in Kafka: connector settings and nothing else. */
package io.nearline.pipeline.kafka;
