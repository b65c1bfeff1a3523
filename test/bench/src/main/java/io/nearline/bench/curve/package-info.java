/** How cost grows: with the length of texts, and with the posts in state. */
package io.nearline.bench.curve;
