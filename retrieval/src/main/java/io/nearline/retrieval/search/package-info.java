/**
 * What can be asked of an index and what it answers. Nothing here knows how an index is made: a
 * service, an evaluation and a test speak to {@link io.nearline.retrieval.search.Searcher}.
 */
@NullMarked
package io.nearline.retrieval.search;

import org.jspecify.annotations.NullMarked;
