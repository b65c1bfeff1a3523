/** Every metric name of the job, in one class. */
@NullMarked
package io.nearline.operators.metrics;

import org.jspecify.annotations.NullMarked;
