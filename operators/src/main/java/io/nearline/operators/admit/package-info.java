/**
 * The first gate, keyed by post: lets the newest revision through and says per model whether to
 * embed, to reuse the vector in state, or to withdraw. Next: embed.
 */
@NullMarked
package io.nearline.operators.admit;

import org.jspecify.annotations.NullMarked;
