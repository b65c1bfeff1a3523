/** Records of the topics as JSON, for people. The jobs never see JSON. */
package io.nearline.topics.json;
