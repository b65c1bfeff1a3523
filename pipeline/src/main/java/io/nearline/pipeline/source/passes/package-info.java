/** Reads the past twice, at a pace that live traffic bears. */
package io.nearline.pipeline.source.passes;
