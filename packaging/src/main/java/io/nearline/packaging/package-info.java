/**
 * Makes model bundles: in goes a directory as model hubs publish it, out comes one that {@code
 * bundle} opens. Used by people at their desks, never by a running job.
 */
@NullMarked
package io.nearline.packaging;

import org.jspecify.annotations.NullMarked;
