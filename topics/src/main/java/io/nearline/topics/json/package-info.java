/** Records of the topics as JSON, for people. The jobs never see JSON. */
@NullMarked
package io.nearline.topics.json;

import org.jspecify.annotations.NullMarked;
