/**
 * What people do to backfills, one class a task: plan, submit, pause, resume, cancel. Each has a
 * typed request and a typed result.
 */
package io.nearline.operations.backfill;
