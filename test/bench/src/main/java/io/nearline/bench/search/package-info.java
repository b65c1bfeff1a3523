/** How soon a post is found after it was written, and how many queries are answered meanwhile. */
package io.nearline.bench.search;
