package io.nearline.cli.mapping;

import io.nearline.cli.options.RegistryProblem;
import io.nearline.cli.terminal.CommandException;
import io.nearline.operators.decode.WaitObserver;
import java.time.Duration;

/** A person is waiting, so nobody waits for a registry. */
final class Impatient implements WaitObserver {

    @Override
    public void waits(String problem) {
        throw new CommandException(RegistryProblem.inOptions(problem));
    }

    @Override
    public void goesOn(Duration waited) {}
}
