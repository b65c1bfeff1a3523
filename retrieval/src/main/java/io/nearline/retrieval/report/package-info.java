/** What pages of figures share, whoever measured them. */
@NullMarked
package io.nearline.retrieval.report;

import org.jspecify.annotations.NullMarked;
