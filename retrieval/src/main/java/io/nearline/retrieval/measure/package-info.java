/**
 * What is measured, and how sure it is: correlation, ranking, clusters, recall, and the bootstrap.
 * Plain numbers in, plain numbers out. The promotion gate and {@code nearline evaluate} use the
 * same classes.
 */
@NullMarked
package io.nearline.retrieval.measure;

import org.jspecify.annotations.NullMarked;
