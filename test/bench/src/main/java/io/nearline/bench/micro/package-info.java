/** The smallest parts, each by itself under JMH. */
package io.nearline.bench.micro;
