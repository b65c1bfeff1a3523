/** Starts, kills and talks to the real processes of a deployment: broker, job, Flink cluster. */
package io.nearline.it.process;
