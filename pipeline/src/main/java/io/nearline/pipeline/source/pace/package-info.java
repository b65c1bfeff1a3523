/** How fast a source may read. */
package io.nearline.pipeline.source.pace;
