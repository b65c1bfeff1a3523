/** The models of a rollout: which are served, in which phase, and whether they are ready. */
package io.nearline.operators.model;
