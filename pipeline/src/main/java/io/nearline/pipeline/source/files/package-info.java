/**
 * History in files: Avro container files and Parquet files of posts, on any file system of Flink's,
 * as a source of records for the backfill job.
 */
@NullMarked
package io.nearline.pipeline.source.files;

import org.jspecify.annotations.NullMarked;
