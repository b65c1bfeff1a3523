/** A Kafka cluster as Nearline needs it: the topics as they must be, their readers and writers. */
@NullMarked
package io.nearline.topics.cluster;

import org.jspecify.annotations.NullMarked;
