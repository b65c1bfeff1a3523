package io.nearline.embedding.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;

/**
 * One run after another, each with its buffers and a way for another thread to end it. Owns native
 * memory.
 */
final class StoppableRun implements AutoCloseable {

    private final RunBuffers buffers = new RunBuffers();
    private final RunOptions options;
    private boolean running;
    private boolean stopped;

    StoppableRun() throws OrtException {
        this.options = new RunOptions();
    }

    RunBuffers buffers() {
        return buffers;
    }

    RunOptions options() {
        return options;
    }

    /** A run begins. */
    synchronized void begin() {
        running = true;
    }

    /**
     * The run is over.
     *
     * @return whether this can be used for another; not if it was told to stop
     */
    synchronized boolean end() {
        running = false;
        return !stopped;
    }

    /** Tells the run to end before its next operator, by failing; harmless if there is none. */
    synchronized void stop() throws OrtException {
        if (running && !stopped) {
            stopped = true;
            options.setTerminate(true);
        }
    }

    @Override
    public void close() {
        options.close();
    }
}
