/** Options of the jobs: declared once, read once, checked all at once. */
package io.nearline.pipeline.config;
