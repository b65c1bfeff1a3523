/**
 * The query service: one process that follows index-updates, and answers searches over HTTP. {@link
 * io.nearline.retrieval.serve.QueryService} is what thinks; the contract is {@code openapi.yaml}
 * beside this package.
 */
@NullMarked
package io.nearline.retrieval.serve;

import org.jspecify.annotations.NullMarked;
