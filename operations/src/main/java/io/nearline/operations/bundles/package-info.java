/** Model bundles for people: found by name or directory, by digest, and verified here. */
@NullMarked
package io.nearline.operations.bundles;

import org.jspecify.annotations.NullMarked;
