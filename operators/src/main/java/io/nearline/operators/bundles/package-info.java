/**
 * Model bundles on a machine: fetched from where they are published, verified, kept and swept. Both
 * the job and the people's commands get them here.
 */
@NullMarked
package io.nearline.operators.bundles;

import org.jspecify.annotations.NullMarked;
