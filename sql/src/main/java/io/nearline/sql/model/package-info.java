/**
 * Models for {@code ML_PREDICT}: a column of texts in, a column of vectors out. Statements are
 * checked where they are planned; models are opened where they run.
 */
@NullMarked
package io.nearline.sql.model;

import org.jspecify.annotations.NullMarked;
