package io.nearline.embedding.process;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Takes Ctrl-C, a plain kill and a terminal that closes from the JVM, whose own answer is to end at
 * once: it then runs all shutdown hooks beside each other, and that of the ONNX Runtime frees what
 * other threads still run. What is ignored, as Ctrl-C is by what a script starts in the background,
 * stays ignored. By reflection, since the compiler warns of {@code sun.misc}; where it is not
 * there, and with {@code -Xrs}, signals do what they did.
 */
public final class Signals implements AutoCloseable {

    /** A shell's exit code of a process that a signal ended is this and its number. */
    private static final int SIGNALLED = 128;

    private static final List<String> CTRL_C_KILL_AND_HANG_UP = List.of("INT", "TERM", "HUP");

    private final List<Runnable> given = new ArrayList<>();

    /**
     * Takes them until this is closed.
     *
     * @param taker is told of each signal that comes, on a daemon thread of that signal, with the
     *     exit code of a process that it ends: 130 for Ctrl-C, 143 for a kill, 129 for a terminal
     *     that closes
     */
    public Signals(IntConsumer taker) {
        CTRL_C_KILL_AND_HANG_UP.forEach(name -> take(name, taker));
    }

    private void take(String name, IntConsumer taker) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = type.getConstructor(String.class).newInstance(name);
            int exitCode = SIGNALLED + (int) type.getMethod("getNumber").invoke(signal);
            Object handler =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {handlerType},
                            (proxy, method, arguments) -> {
                                taker.accept(exitCode);
                                return null;
                            });
            var handle = type.getMethod("handle", type, handlerType);
            Object before = handle.invoke(null, signal, handler);
            given.add(() -> giveBack(() -> handle.invoke(null, signal, before)));
        } catch (ReflectiveOperationException e) {
            // Not of this JVM or system, or it was started with -Xrs.
            return;
        }
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    private static void giveBack(Call call) {
        try {
            Object unused = call.run();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a signal that was taken cannot be given back", e);
        }
    }

    /** Gives them back. */
    @Override
    public void close() {
        given.forEach(Runnable::run);
    }
}
