/** Who competes without Kafka: ONNX Runtime alone, and the embedder. */
package io.nearline.bench.contender;
