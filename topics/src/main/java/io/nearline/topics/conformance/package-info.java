/**
 * Recorded topics with the one right final state, for whoever writes a consumer of index-updates or
 * a store for the consumer kit. Needs no test framework.
 */
@NullMarked
package io.nearline.topics.conformance;

import org.jspecify.annotations.NullMarked;
