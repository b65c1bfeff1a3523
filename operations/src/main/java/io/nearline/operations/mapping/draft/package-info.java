/** A first mapping for records of a source's own shape, from their names and values. */
@NullMarked
package io.nearline.operations.mapping.draft;

import org.jspecify.annotations.NullMarked;
