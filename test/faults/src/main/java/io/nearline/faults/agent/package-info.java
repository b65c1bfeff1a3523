/**
 * Runs inside a task manager: makes its model fail on demand. The job jar is the one that ships.
 */
package io.nearline.faults.agent;
