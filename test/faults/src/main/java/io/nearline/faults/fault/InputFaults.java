package io.nearline.faults.fault;

import static io.nearline.faults.fault.SimpleFault.last;
import static io.nearline.faults.fault.SimpleFault.passing;
import static io.nearline.faults.fault.SimpleFault.standard;

import io.nearline.faults.rig.Rig;
import io.nearline.faults.workload.PoisonPost;
import java.util.List;

/** Records that no job wants to see. */
final class InputFaults {
    private InputFaults() {}

    static List<Fault> all() {
        return List.of(
                passing(
                        "poison-record",
                        "bytes that are no post, and a post that breaks off",
                        rig -> write(rig, PoisonPost.RUBBISH, PoisonPost.CUT)),
                passing(
                        "oversized-record",
                        "20 MB that compress well without a post id, and an attribute of 12 MB",
                        rig -> write(rig, PoisonPost.LARGE_WITHOUT_ID, PoisonPost.LARGE_ATTRIBUTE)),
                standard(
                        "aborted-transactions",
                        "every transaction of the producer is rolled back, for 3 s",
                        rig -> {
                            rig.writer().abortAll(true);
                            last(3);
                        },
                        rig -> rig.writer().abortAll(false)));
    }

    private static void write(Rig rig, PoisonPost... kinds) {
        PoisonPost.write(rig.broker().bootstrapServers(), List.of(kinds));
    }
}
