/** The posts and texts to measure with. */
package io.nearline.bench.input;
