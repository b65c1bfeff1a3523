/** Commands about mapping files. */
@NullMarked
package io.nearline.cli.mapping;

import org.jspecify.annotations.NullMarked;
