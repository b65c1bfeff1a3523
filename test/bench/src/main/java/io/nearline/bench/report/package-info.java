/** What people and machines get to read of a run. */
package io.nearline.bench.report;
