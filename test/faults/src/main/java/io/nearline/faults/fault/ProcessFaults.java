package io.nearline.faults.fault;

import static io.nearline.faults.fault.SimpleFault.last;
import static io.nearline.faults.fault.SimpleFault.passing;
import static io.nearline.faults.fault.SimpleFault.standard;

import io.nearline.faults.rig.Rig;
import io.nearline.faults.rig.Site;
import io.nearline.testcluster.JavaProcess;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/** Processes that die, and processes that live and do nothing. */
final class ProcessFaults {
    /** Longer than the cluster waits for a sign of life. */
    private static final int UNTIL_LOST = 12;

    /** Shorter than that. */
    private static final int HICCUP = 2;

    private ProcessFaults() {}

    static List<Fault> all() {
        return List.of(
                passing(
                        "kill-task-manager",
                        "kill -9 of a task manager; another one is started",
                        rig -> rig.someTaskManager().killHard()),
                frozen(
                        "freeze-task-manager",
                        "a task manager stands still for 12 s, is given up, and goes on",
                        Rig::someTaskManager,
                        UNTIL_LOST),
                frozen(
                        "pause-task-manager",
                        "a task manager stands still for 2 s",
                        Rig::someTaskManager,
                        HICCUP),
                standard(
                        "kill-broker",
                        "kill -9 of the broker, which starts again after 3 s",
                        ProcessFaults::killBroker,
                        rig -> rig.broker().startAgain()),
                frozen(
                        "freeze-broker",
                        "the broker stands still for 12 s",
                        rig -> rig.broker().process(),
                        UNTIL_LOST),
                standard(
                        "broker-away",
                        "the broker is stopped, and away for 60 s",
                        rig -> {
                            rig.broker().process().close();
                            last(rig.options().outage());
                        },
                        rig -> rig.broker().startAgain()),
                passing(
                        "kill-job-manager",
                        "kill -9 of the job manager; another one takes over (ZooKeeper)",
                        rig -> rig.jobManager().killHard()),
                frozen(
                        "freeze-job-manager",
                        "the job manager stands still for 12 s and loses its leadership",
                        Rig::jobManager,
                        UNTIL_LOST),
                exactlyOnce(
                        "kill-task-manager-exactly-once",
                        "kill -9 of a task manager, under exactly-once",
                        rig -> rig.someTaskManager().killHard(),
                        rig -> {}),
                exactlyOnce(
                        "kill-job-manager-exactly-once",
                        "kill -9 of the job manager, under exactly-once",
                        rig -> rig.jobManager().killHard(),
                        rig -> {}),
                exactlyOnce(
                        "kill-broker-exactly-once",
                        "kill -9 of the broker for 3 s, under exactly-once",
                        ProcessFaults::killBroker,
                        rig -> rig.broker().startAgain()));
    }

    private static void killBroker(Rig rig) {
        rig.broker().process().killHard();
        last(3);
    }

    private static Fault exactlyOnce(
            String name, String what, Consumer<Rig> injection, Consumer<Rig> healing) {
        return new SimpleFault(name, what, Site.EXACTLY_ONCE, injection, healing);
    }

    private static Fault frozen(
            String name, String what, Function<Rig, JavaProcess> process, int seconds) {
        AtomicReference<JavaProcess> frozen = new AtomicReference<>();
        return standard(
                name,
                what,
                rig -> {
                    frozen.set(process.apply(rig));
                    frozen.get().freeze();
                    last(seconds);
                },
                rig -> frozen.get().thaw());
    }
}
