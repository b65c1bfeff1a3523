/** What to train, declared in one YAML file. */
@NullMarked
package io.nearline.training.plan;

import org.jspecify.annotations.NullMarked;
