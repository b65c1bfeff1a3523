/** The streaming job in this process, against brokers that are there. */
package io.nearline.operations.stream;
