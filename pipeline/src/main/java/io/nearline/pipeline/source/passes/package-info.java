/** Reads the past twice, at a pace that live traffic bears. */
@NullMarked
package io.nearline.pipeline.source.passes;

import org.jspecify.annotations.NullMarked;
