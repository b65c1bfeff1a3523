/**
 * The contracts on the wire: what the topics hold, how it is written, and what a reader needs.
 *
 * <p>The record and enum classes are generated from {@code src/main/avro}. {@link
 * io.nearline.schemas.AvroCodec} turns them into bytes and back, {@link
 * io.nearline.schemas.VectorCodec} does the same for vectors, {@link io.nearline.schemas.IndexKey}
 * for the keys of the index-updates topic.
 */
@NullMarked
package io.nearline.schemas;

import org.jspecify.annotations.NullMarked;
