package io.nearline.embedding.onnx;

import ai.onnxruntime.OrtEnvironment;

/** The runtime that graphs run on. */
public final class OnnxRuntime {

    private OnnxRuntime() {}

    /**
     * Loads the native library, if no graph has done so yet.
     *
     * @return the library's version
     * @throws LinkageError if this machine cannot load it
     */
    public static String load() {
        return OrtEnvironment.getEnvironment().getVersion();
    }
}
