/** How fast a source may read. */
@NullMarked
package io.nearline.pipeline.source.pace;

import org.jspecify.annotations.NullMarked;
