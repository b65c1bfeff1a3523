/**
 * Models that join and leave the running job: decisions read from the index-control topic in,
 * verified and settled, answers for that topic out.
 */
@NullMarked
package io.nearline.operators.rollout;

import org.jspecify.annotations.NullMarked;
