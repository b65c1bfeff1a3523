/** Files of posts as JSON lines, on their way into Kafka. */
package io.nearline.operations.posts;
