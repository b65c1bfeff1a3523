package io.nearline.pipeline;

import java.lang.reflect.Field;
import org.apache.avro.Schema;

/**
 * The thread that submits a job. In a session cluster it is one of the job manager's, which lives
 * on when the job and the class loader of its jar are gone.
 */
final class SubmittingThread {
    /** What Avro 1.12 leaves on each thread that made a schema: an object of one of its classes. */
    private static final String LEFT_BY_AVRO = "VALIDATE_NAMES";

    private SubmittingThread() {}

    /**
     * Takes off it what would keep all classes of the jar: 14 MB of the job manager's metaspace for
     * each submission. Avro has no method for it.
     */
    static void forgetJar() {
        try {
            Field field = Schema.class.getDeclaredField(LEFT_BY_AVRO);
            field.setAccessible(true);
            ((ThreadLocal<?>) field.get(null)).remove();
        } catch (ReflectiveOperationException e) {
            // Another Avro than the one we ship; a test holds that ours has the field.
        }
    }
}
