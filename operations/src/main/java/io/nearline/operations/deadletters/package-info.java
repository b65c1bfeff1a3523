/** Dead letters as people see them: read, filtered, counted and replayed. */
@NullMarked
package io.nearline.operations.deadletters;

import org.jspecify.annotations.NullMarked;
