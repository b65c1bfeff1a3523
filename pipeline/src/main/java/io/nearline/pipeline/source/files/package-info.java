/**
 * History in files, on any file system of Flink's, as a source of records for the backfill job:
 * Avro container files and Parquet files of posts; and these, JSON lines and CSV of records of
 * another shape, which a mapping makes posts of.
 */
@NullMarked
package io.nearline.pipeline.source.files;

import org.jspecify.annotations.NullMarked;
