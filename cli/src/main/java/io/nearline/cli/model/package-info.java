/** The commands about model bundles: {@code nearline model}. */
@NullMarked
package io.nearline.cli.model;

import org.jspecify.annotations.NullMarked;
