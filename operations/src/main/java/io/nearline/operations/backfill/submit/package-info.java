/** Starts, pauses, resumes and cancels backfills, wherever their jobs run. */
@NullMarked
package io.nearline.operations.backfill.submit;

import org.jspecify.annotations.NullMarked;
