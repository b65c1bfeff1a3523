/** Files of posts as JSON lines, on their way into Kafka. */
@NullMarked
package io.nearline.operations.posts;

import org.jspecify.annotations.NullMarked;
