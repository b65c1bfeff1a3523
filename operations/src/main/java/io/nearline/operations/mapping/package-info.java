/** Mappings, tried on records of their source before they are used. */
@NullMarked
package io.nearline.operations.mapping;

import org.jspecify.annotations.NullMarked;
