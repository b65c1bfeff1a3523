/** Model bundles for people: found by name or directory, by digest, and verified here. */
package io.nearline.operations.bundles;
