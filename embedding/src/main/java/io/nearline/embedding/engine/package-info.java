/**
 * Worker threads around one model, shared by all who open it: takes {@link
 * io.nearline.embedding.EmbeddableText}s from many callers and completes their futures.
 */
@NullMarked
package io.nearline.embedding.engine;

import org.jspecify.annotations.NullMarked;
