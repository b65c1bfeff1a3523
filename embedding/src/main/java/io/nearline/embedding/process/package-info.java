/**
 * How a process of its own ends that runs models. Where others own the process, as Flink does,
 * nothing of this is for use.
 */
@NullMarked
package io.nearline.embedding.process;

import org.jspecify.annotations.NullMarked;
