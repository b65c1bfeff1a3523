/**
 * How a record of a source's own shape becomes a post, as a mapping file says. Nothing here knows
 * Flink, and only {@link io.nearline.operators.mapping.JsonRecord} knows JSON.
 */
@NullMarked
package io.nearline.operators.mapping;

import org.jspecify.annotations.NullMarked;
