/**
 * Processes of a run: each contender has one of its own, so that CPU time and memory are its own.
 */
package io.nearline.bench.worker;
