/**
 * Fixtures for every module's tests: posts and histories of posts go in, and the {@link
 * io.nearline.testkit.Oracle} says what the pipeline must have published for them at the end.
 */
package io.nearline.testkit;
