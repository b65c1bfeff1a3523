/**
 * Deciding about models: the checks that a model must pass before consumers query with it, and the
 * decisions that are published on the index-control topic (docs/decisions/0012). Knows nothing of
 * the command line.
 */
@NullMarked
package io.nearline.operations.rollout;

import org.jspecify.annotations.NullMarked;
