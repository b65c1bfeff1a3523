package io.nearline.faults.fault;

import static io.nearline.faults.fault.SimpleFault.last;

import io.nearline.faults.rig.FailingDisk;
import io.nearline.faults.rig.Site;
import java.util.List;

/** Disks and clocks. */
final class MachineFaults {
    private MachineFaults() {}

    static List<Fault> all() {
        return List.of(
                new SimpleFault(
                        "clock-jumps",
                        "the clock of the task managers is an hour ahead for 4 s, then right again",
                        Site.FAKED_CLOCK,
                        rig -> {
                            rig.taskManagerClock().set("+1h");
                            last(4);
                        },
                        rig -> rig.taskManagerClock().set("+0")),
                new SimpleFault(
                        "full-disk",
                        "there is no room for checkpoints for 8 s",
                        Site.SMALL_DISK,
                        rig -> {
                            rig.disk().fill();
                            last(8);
                        },
                        rig -> rig.disk().free()),
                new SimpleFault(
                        "failing-fsync",
                        "fsync fails in the broker, which gives up and is started again",
                        Site.FAILING_DISK,
                        rig -> {
                            FailingDisk.failSyncs(
                                    rig.options().directory(), rig.broker().process());
                            last(5);
                        },
                        rig -> {
                            rig.broker().process().close();
                            rig.broker().startAgain();
                        }));
    }
}
