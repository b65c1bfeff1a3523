package io.nearline.testcluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a test adds to the start of a cluster's processes, beside what a deployment has.
 *
 * @param library further jars in lib/ of every process
 * @param jvm flags of every JVM
 * @param taskManagerClassPath further entries of the task managers' class path
 * @param taskManagerJvm further flags of the task managers' JVMs
 * @param taskManagerEnvironment further variables of the task managers
 */
public record ClusterExtras(
        List<Path> library,
        List<String> jvm,
        List<Path> taskManagerClassPath,
        List<String> taskManagerJvm,
        Map<String, String> taskManagerEnvironment) {

    /** Nothing. */
    public static final ClusterExtras NONE = ofLibrary(List.of());

    public ClusterExtras {
        library = List.copyOf(library);
        jvm = List.copyOf(jvm);
        taskManagerClassPath = List.copyOf(taskManagerClassPath);
        taskManagerJvm = List.copyOf(taskManagerJvm);
        taskManagerEnvironment = Map.copyOf(taskManagerEnvironment);
    }

    /** Further jars alone. */
    public static ClusterExtras ofLibrary(List<Path> library) {
        return new ClusterExtras(library, List.of(), List.of(), List.of(), Map.of());
    }
}
