/**
 * The commands that create topics, fill them and show them: {@code nearline topics, post, tail}.
 */
@NullMarked
package io.nearline.cli.topics;

import org.jspecify.annotations.NullMarked;
