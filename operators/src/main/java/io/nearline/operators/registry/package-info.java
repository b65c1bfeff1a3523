/**
 * A schema registry that speaks Confluent's REST interface, asked over Java's own HTTP client. It
 * knows Avro, and nothing of posts or of Flink.
 */
@NullMarked
package io.nearline.operators.registry;

import org.jspecify.annotations.NullMarked;
