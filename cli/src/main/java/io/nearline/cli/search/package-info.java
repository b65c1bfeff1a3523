/** The commands about searching posts: {@code nearline serve, why}. */
@NullMarked
package io.nearline.cli.search;

import org.jspecify.annotations.NullMarked;
