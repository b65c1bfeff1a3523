/** Options of the jobs: declared once, read once, checked all at once. */
@NullMarked
package io.nearline.pipeline.config;

import org.jspecify.annotations.NullMarked;
