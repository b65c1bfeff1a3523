package io.nearline.faults.fault;

import static io.nearline.faults.fault.SimpleFault.last;
import static io.nearline.faults.fault.SimpleFault.standard;

import io.nearline.faults.agent.ModelOrder.Act;
import java.util.List;

/** A model that is slow, fails, hangs or finds no memory, inside the task manager that ships. */
final class ModelFaults {
    private ModelFaults() {}

    static List<Fault> all() {
        return List.of(
                model(
                        "failing-call",
                        "the runtime fails three calls, of texts of active posts among others",
                        Act.FAIL,
                        3,
                        1),
                model(
                        "failing-model",
                        "the runtime fails every call for 4 s",
                        Act.FAIL,
                        Integer.MAX_VALUE,
                        4),
                model("slow-model", "each call takes 700 ms longer, for 6 s", Act.BE_SLOW, 700, 6),
                model(
                        "hanging-model",
                        "calls do not return for 12 s, longer than a post may be embedded",
                        Act.HANG,
                        0,
                        12),
                model(
                        "out-of-memory",
                        "one call in the model's thread ends in OutOfMemoryError",
                        Act.RUN_OUT_OF_MEMORY,
                        1,
                        1));
    }

    private static Fault model(String name, String what, Act act, int amount, int seconds) {
        return standard(
                name,
                what,
                rig -> {
                    // The next texts are those of posts whose attributes change all the time.
                    rig.writer().pause();
                    rig.model().order(act, amount);
                    rig.writer().rewriteActive();
                    rig.writer().resume();
                    rig.model().awaitObeyed();
                    last(seconds);
                },
                rig -> rig.model().work());
    }
}
