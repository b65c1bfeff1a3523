/** Shows that memory does not grow with the texts that went through. */
package io.nearline.bench.soak;
