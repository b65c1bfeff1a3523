package io.nearline.cli.options;

/** What keeps a schema registry from answering, for whoever wrote a command. */
public final class RegistryProblem {

    private static final String SETTINGS = "nearline.registry.";
    private static final String OPTIONS = "--registry-";

    private RegistryProblem() {}

    /** The problem with the command's options in place of the job's settings. */
    public static String inOptions(String problem) {
        return problem.replace(SETTINGS, OPTIONS);
    }
}
