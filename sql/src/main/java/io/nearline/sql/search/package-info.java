/**
 * A table that {@code VECTOR_SEARCH} searches: the index of a query service, asked over HTTP. The
 * statement is checked where it is planned; the service is asked where it runs.
 */
@NullMarked
package io.nearline.sql.search;

import org.jspecify.annotations.NullMarked;
