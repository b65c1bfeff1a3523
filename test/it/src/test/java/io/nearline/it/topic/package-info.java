/** What a producer of posts and a consumer of updates do with their topics. */
package io.nearline.it.topic;
