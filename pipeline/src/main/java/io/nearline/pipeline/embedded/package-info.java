/**
 * The streaming job on a Flink of its own inside this JVM, for the demo and for small deployments.
 */
package io.nearline.pipeline.embedded;
