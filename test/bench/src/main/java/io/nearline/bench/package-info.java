/**
 * Measures the whole pipeline against what raw ONNX Runtime reaches on the same posts, graph and
 * machine, in one run, so that a noisy machine cannot decide the answer.
 */
package io.nearline.bench;
