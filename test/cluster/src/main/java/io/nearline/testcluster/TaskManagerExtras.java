package io.nearline.testcluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a test adds to the start of task managers, beside what a deployment has.
 *
 * @param classPath further entries of the class path
 * @param flags further flags of the JVM
 * @param environment further variables
 */
public record TaskManagerExtras(
        List<Path> classPath, List<String> flags, Map<String, String> environment) {

    /** Nothing. */
    public static final TaskManagerExtras NONE =
            new TaskManagerExtras(List.of(), List.of(), Map.of());

    public TaskManagerExtras {
        classPath = List.copyOf(classPath);
        flags = List.copyOf(flags);
        environment = Map.copyOf(environment);
    }
}
