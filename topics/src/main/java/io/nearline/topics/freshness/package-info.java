/** How fresh published updates are: the time from a post's event to its update's publication. */
@NullMarked
package io.nearline.topics.freshness;

import org.jspecify.annotations.NullMarked;
