/** A Kafka cluster as Nearline needs it: the topics as they must be, their readers and writers. */
package io.nearline.topics.cluster;
