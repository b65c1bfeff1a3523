/** Starts, kills, freezes and talks to the real processes of a deployment: broker, job, cluster. */
package io.nearline.testcluster;
