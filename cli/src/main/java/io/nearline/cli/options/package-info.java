/** What commands of several groups are asked: brokers, names of topics, settings of a job. */
@NullMarked
package io.nearline.cli.options;

import org.jspecify.annotations.NullMarked;
