/** How fast a source may read. */
package io.nearline.pipeline.pace;
