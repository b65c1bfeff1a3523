/** How well vectors do on labelled texts that nothing was learned from. */
@NullMarked
package io.nearline.training.evaluate;

import org.jspecify.annotations.NullMarked;
