/** Who competes from topic to topic: whole Flink jobs beside a real broker. */
package io.nearline.bench.job;
