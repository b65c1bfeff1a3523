/** Posts in a team's own shape, in each format that a posts topic may have. */
@NullMarked
package io.nearline.bench.team;

import org.jspecify.annotations.NullMarked;
