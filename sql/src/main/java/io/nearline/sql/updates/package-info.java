/** The topic {@code index-updates} as a table: a format that turns updates into rows. */
@NullMarked
package io.nearline.sql.updates;

import org.jspecify.annotations.NullMarked;
