/** Starts, pauses, resumes and cancels backfills, wherever their jobs run. */
package io.nearline.operations.backfill.submit;
