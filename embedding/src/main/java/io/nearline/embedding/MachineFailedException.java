package io.nearline.embedding;

/**
 * The machine or the model on it has failed, whatever the text: no other text will fare better
 * here. Fail with it, or stop asking for a while; do not set texts aside for it.
 */
public final class MachineFailedException extends EmbeddingException {

    public MachineFailedException(String message) {
        super(message);
    }

    /**
     * For an error of the virtual machine. Takes over its stack trace, but not the error itself:
     * Flink writes its advice into an {@link OutOfMemoryError} that it finds among the causes,
     * which fails where {@code java.lang} is closed to it, and then the task is never failed.
     *
     * @param what what was done, such as "the model"
     */
    public static MachineFailedException of(Error failure, String what) {
        MachineFailedException exception =
                new MachineFailedException(
                        """
                        %s failed with %s: give the process more memory if it is out of it, or \
                        repair the library that is missing\
                        """
                                .formatted(what, failure.getClass().getName()));
        exception.setStackTrace(failure.getStackTrace());
        return exception;
    }

    /**
     * For a failure that nobody foresaw and whose own message may quote a text: takes over its type
     * and stack trace, but nothing it says.
     *
     * @param what the part that failed
     */
    public static MachineFailedException withoutMessageOf(Throwable failure, String what) {
        MachineFailedException exception =
                new MachineFailedException(what + " failed with " + failure.getClass().getName());
        exception.setStackTrace(failure.getStackTrace());
        return exception;
    }

    /**
     * Whether a failure is the machine's and no text's: out of memory, or a library that cannot be
     * linked. A stack that overflows is a text's doing: it would come again on any machine.
     */
    public static boolean isToBlameFor(Throwable failure) {
        return failure instanceof LinkageError
                || (failure instanceof VirtualMachineError
                        && !(failure instanceof StackOverflowError));
    }
}
