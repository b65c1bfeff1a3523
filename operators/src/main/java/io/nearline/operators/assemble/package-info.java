/** Posts in, the one text that is embedded and its content hash out. Next: admit. */
@NullMarked
package io.nearline.operators.assemble;

import org.jspecify.annotations.NullMarked;
