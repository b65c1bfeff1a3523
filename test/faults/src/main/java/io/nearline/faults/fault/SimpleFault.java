package io.nearline.faults.fault;

import io.nearline.faults.rig.Rig;
import io.nearline.faults.rig.Site;
import java.time.Duration;
import java.util.function.Consumer;

/** A fault made of two steps. */
record SimpleFault(
        String name, String what, Site site, Consumer<Rig> injection, Consumer<Rig> healing)
        implements Fault {

    /** A fault that ends by itself. */
    static Fault passing(String name, String what, Consumer<Rig> injection) {
        return new SimpleFault(name, what, Site.STANDARD, injection, rig -> {});
    }

    static Fault standard(
            String name, String what, Consumer<Rig> injection, Consumer<Rig> healing) {
        return new SimpleFault(name, what, Site.STANDARD, injection, healing);
    }

    @Override
    public void inject(Rig rig) {
        injection.accept(rig);
    }

    @Override
    public void heal(Rig rig) {
        healing.accept(rig);
    }

    /** Lets the fault last. */
    static void last(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static void last(int seconds) {
        last(Duration.ofSeconds(seconds));
    }
}
