/**
 * What people do to backfills, one class a task: plan, submit, pause, resume, cancel. Each has a
 * typed request and a typed result.
 */
@NullMarked
package io.nearline.operations.backfill;

import org.jspecify.annotations.NullMarked;
