/** Every metric name of the job, in one class. */
package io.nearline.operators.metrics;
