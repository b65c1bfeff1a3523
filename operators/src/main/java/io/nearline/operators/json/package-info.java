/** JSON, read strictly: what other readers guess or repair silently is refused. */
@NullMarked
package io.nearline.operators.json;

import org.jspecify.annotations.NullMarked;
