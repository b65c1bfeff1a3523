package io.nearline.embedding;

import java.io.Serializable;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What models compute on.
 *
 * @param kind processors of the machine, or one of its GPUs
 * @param index which GPU, as CUDA counts them from 0; 0 for the processors
 */
public record Device(Kind kind, int index) implements Serializable {

    /** Kind of device. */
    public enum Kind {
        /** The machine's processors. */
        CPU,
        /** A GPU of Nvidia's. */
        CUDA
    }

    /** The machine's processors. */
    public static final Device PROCESSORS = new Device(Kind.CPU, 0);

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    /**
     * Reads what {@link #toString} writes: {@code cpu}, {@code cuda} (the first GPU) or {@code
     * cuda:1}.
     *
     * @throws IllegalArgumentException if {@code text} is none of these; the message is the fix
     */
    public static Device parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.equals("cpu")) {
            return PROCESSORS;
        }
        Matcher gpu = CUDA.matcher(lower);
        if (!gpu.matches()) {
            throw new IllegalArgumentException(
                    "use cpu, cuda, or cuda:1 for the second GPU of a machine");
        }
        return new Device(Kind.CUDA, gpu.group(1) == null ? 0 : Integer.parseInt(gpu.group(1)));
    }

    public boolean isGpu() {
        return kind == Kind.CUDA;
    }

    @Override
    public String toString() {
        return isGpu() ? "cuda:" + index : "cpu";
    }
}
