/** What is measured of a run, and how many runs become one figure. */
package io.nearline.bench.measure;
