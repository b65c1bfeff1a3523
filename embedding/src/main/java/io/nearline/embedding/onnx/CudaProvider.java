package io.nearline.embedding.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.nearline.embedding.Device;
import io.nearline.embedding.ModelRejectedException;

/** Lets sessions run on a GPU of Nvidia's, or says what is missing for that. */
final class CudaProvider {

    private CudaProvider() {}

    /**
     * Makes a session run on {@code gpu}.
     *
     * @throws ModelRejectedException if this machine or its ONNX Runtime cannot
     */
    static void addTo(SessionOptions options, Device gpu) {
        requireBuildForGpus(gpu);
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(gpu.index())) {
            // Nvidia's short floats are faster but are off from the third digit on: a model has the
            // same vectors on a GPU as on processors, or its digest would not say what they are.
            cuda.add("use_tf32", "0");
            options.addCUDA(cuda);
        } catch (OrtException e) {
            throw new ModelRejectedException(
                    "the device "
                            + gpu
                            + " cannot be used: check with nvidia-smi that this machine has it, and"
                            + " that the CUDA and cuDNN libraries which onnxruntime_gpu "
                            + OnnxRuntime.load()
                            + " needs are on the library path (deploy/README.md), or set"
                            + " nearline.embed.device to cpu",
                    e);
        }
    }

    private static void requireBuildForGpus(Device gpu) {
        String version = OnnxRuntime.load();
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            throw new ModelRejectedException(
                    "the device is "
                            + gpu
                            + ", but the ONNX Runtime "
                            + version
                            + " on the class path is the build without CUDA: put"
                            + " com.microsoft.onnxruntime:onnxruntime_gpu:"
                            + version
                            + " into lib/ in place of onnxruntime, or set nearline.embed.device to"
                            + " cpu");
        }
    }
}
