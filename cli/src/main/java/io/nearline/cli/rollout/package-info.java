/** The commands about the models of a live job: {@code nearline rollout}. */
@NullMarked
package io.nearline.cli.rollout;

import org.jspecify.annotations.NullMarked;
