/** Posts in, the one text that is embedded and its content hash out. Next: admit. */
package io.nearline.operators.assemble;
