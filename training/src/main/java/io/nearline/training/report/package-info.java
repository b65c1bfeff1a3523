/** What runs came to on held-out texts, for people and for programs. */
@NullMarked
package io.nearline.training.report;

import org.jspecify.annotations.NullMarked;
