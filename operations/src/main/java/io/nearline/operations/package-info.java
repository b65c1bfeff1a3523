/** What people do to jobs, without a command line: each package has its own kind of task. */
@NullMarked
package io.nearline.operations;

import org.jspecify.annotations.NullMarked;
