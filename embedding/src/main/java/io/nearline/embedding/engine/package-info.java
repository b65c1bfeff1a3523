/**
 * Worker threads around one model, shared by all who open it: takes {@link
 * io.nearline.embedding.EmbeddableText}s from many callers and completes their futures.
 */
package io.nearline.embedding.engine;
