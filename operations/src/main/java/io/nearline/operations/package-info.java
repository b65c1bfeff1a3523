/** What people do to jobs, without a command line: each package has its own kind of task. */
package io.nearline.operations;
