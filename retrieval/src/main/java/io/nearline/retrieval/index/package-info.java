/**
 * The index of posts: kept on disk by Lucene together with how far the topic was read ({@link
 * io.nearline.retrieval.index.LuceneStore}), searched in memory.
 */
@NullMarked
package io.nearline.retrieval.index;

import org.jspecify.annotations.NullMarked;
