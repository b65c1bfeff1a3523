package io.nearline.cli;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/** How much a command says about itself; one for the process, quiet until raised. */
final class Verbosity {

    private static volatile boolean raised;

    private Verbosity() {}

    /** From here on INFO is logged and failures come with their stack traces. */
    static void raise() {
        raised = true;
        Configurator.setRootLevel(Level.INFO);
    }

    static boolean isRaised() {
        return raised;
    }
}
