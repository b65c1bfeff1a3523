package io.nearline.training.command;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Takes Ctrl-C and a plain kill from the JVM, whose own answer is to end at once: it then runs all
 * shutdown hooks beside each other, and that of the ONNX Runtime frees what other threads still
 * run. By reflection, since the compiler warns of {@code sun.misc}; where it is not there, the JVM
 * answers as always.
 */
final class Signals {

    private static final String CTRL_C = "INT";
    private static final String KILL = "TERM";

    private final List<Runnable> given = new ArrayList<>();

    /**
     * Takes them until this is closed.
     *
     * @param taker is told the number of each signal that comes, on a thread of the JVM's
     */
    Signals(IntConsumer taker) {
        take(CTRL_C, taker);
        take(KILL, taker);
    }

    private void take(String name, IntConsumer taker) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = type.getConstructor(String.class).newInstance(name);
            int number = (int) type.getMethod("getNumber").invoke(signal);
            Object handler =
                    Proxy.newProxyInstance(
                            Signals.class.getClassLoader(),
                            new Class<?>[] {handlerType},
                            (proxy, method, arguments) -> {
                                taker.accept(number);
                                return null;
                            });
            var handle = type.getMethod("handle", type, handlerType);
            Object before = handle.invoke(null, signal, handler);
            given.add(() -> giveBack(() -> handle.invoke(null, signal, before)));
        } catch (ReflectiveOperationException e) {
            // Not of this JVM, or it was started with -Xrs.
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
    void close() {
        given.forEach(Runnable::run);
    }
}
