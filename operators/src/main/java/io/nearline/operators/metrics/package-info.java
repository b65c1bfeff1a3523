/** The metrics of the jobs, each made in one place; every name stands in one class. */
@NullMarked
package io.nearline.operators.metrics;

import org.jspecify.annotations.NullMarked;
