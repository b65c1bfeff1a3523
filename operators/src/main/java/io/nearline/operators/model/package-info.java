/** The models of a rollout: which are served, in which phase, and whether they are ready. */
@NullMarked
package io.nearline.operators.model;

import org.jspecify.annotations.NullMarked;
