/**
 * What a job is told: the words in which people ask for it, and the one place where they become
 * Flink's keys ({@link io.nearline.operations.settings.JobKeys}) and are read back ({@link
 * io.nearline.operations.settings.JobSettings}).
 */
@NullMarked
package io.nearline.operations.settings;

import org.jspecify.annotations.NullMarked;
