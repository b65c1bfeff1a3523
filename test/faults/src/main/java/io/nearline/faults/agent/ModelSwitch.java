package io.nearline.faults.agent;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * Reads the control file now and then, and does to the calling thread what stands there. Public
 * because the code that calls it lies in the job's class loader.
 */
public final class ModelSwitch {
    private static final long READ_EVERY_MILLIS = 50;
    private static final FailingCalls FAILING = new FailingCalls();
    private static volatile Path control;
    private static ModelOrder order = ModelOrder.NONE;
    private static long readAt;

    private ModelSwitch() {}

    static void obey(Path file) {
        control = file;
    }

    /** Returns the file that says which orders were obeyed: their ids, one a line. */
    public static Path obeyed(Path controlFile) {
        return controlFile.resolveSibling(controlFile.getFileName() + ".obeyed");
    }

    /** Called before each run of a model. */
    public static void pass() throws OrtException {
        ModelOrder now = current();
        switch (now.act()) {
            case WORK -> {}
            case BE_SLOW -> {
                note(now);
                sleep(now.amount());
            }
            case FAIL, RUN_OUT_OF_MEMORY -> {
                if (FAILING.takes(now)) {
                    note(now);
                    fail(now.act());
                }
            }
            case HANG -> {
                note(now);
                while (current().id() == now.id()) {
                    sleep(READ_EVERY_MILLIS);
                }
            }
        }
    }

    static void fail(ModelOrder.Act act) throws OrtException {
        if (act == ModelOrder.Act.FAIL) {
            throw new OrtException(OrtException.OrtErrorCode.ORT_FAIL, "injected");
        }
        throw new OutOfMemoryError("Direct buffer memory (injected)");
    }

    private static synchronized ModelOrder current() {
        long now = System.nanoTime();
        if (now - readAt > TimeUnit.MILLISECONDS.toNanos(READ_EVERY_MILLIS)) {
            readAt = now;
            order = read();
        }
        return order;
    }

    private static ModelOrder read() {
        try {
            return Files.exists(control)
                    ? ModelOrder.parse(Files.readString(control))
                    : ModelOrder.NONE;
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + control, e);
        }
    }

    private static void note(ModelOrder obeyed) {
        try {
            Files.writeString(
                    obeyed(control),
                    obeyed.id() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write beside " + control, e);
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
