/** What a process of a run is told and asked. */
package io.nearline.bench.task;
