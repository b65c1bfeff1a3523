/**
 * JSON at the edges, for people: lines that become {@code PostEvent}s on their way into Kafka, and
 * records of the topics that become lines on their way to a terminal. The job itself never sees
 * JSON.
 */
package io.nearline.pipeline.json;
