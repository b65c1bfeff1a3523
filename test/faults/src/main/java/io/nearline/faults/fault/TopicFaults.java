package io.nearline.faults.fault;

import static io.nearline.faults.fault.SimpleFault.standard;

import io.nearline.faults.rig.Rig;
import io.nearline.faults.workload.PostsTopic;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Changes of the posts topic below a job that has offsets in its state. */
final class TopicFaults {
    private static final int PARALLELISM = 2;

    private TopicFaults() {}

    static List<Fault> all() {
        AtomicReference<String> expired = new AtomicReference<>();
        AtomicReference<String> recreated = new AtomicReference<>();
        return List.of(
                standard(
                        "partitions-added",
                        "the posts topic gets one partition more",
                        rig -> topic(rig).addPartition(),
                        rig -> {}),
                standard(
                        "offsets-expired",
                        "the job is down until the topic has dropped what it had not read; the"
                                + " source writes every post again",
                        rig -> {
                            expired.set(rig.job().stop());
                            writeNothing(rig);
                            topic(rig).dropAll();
                            rig.writer().touchAll();
                            rig.writer().resume();
                        },
                        rig -> rig.job().start(PARALLELISM, expired.get())),
                standard(
                        "topic-recreated",
                        "the posts topic is deleted and made anew while the job is down; the"
                                + " source writes every post again",
                        rig -> {
                            recreated.set(rig.job().stop());
                            writeNothing(rig);
                            topic(rig).recreate();
                            rig.watch().postsAreRecreated();
                            rig.writer().touchAll();
                            rig.writer().resume();
                        },
                        rig -> rig.job().start(PARALLELISM, recreated.get())));
    }

    private static void writeNothing(Rig rig) {
        SimpleFault.last(2);
        rig.writer().pause();
        rig.awaitAllRead();
    }

    private static PostsTopic topic(Rig rig) {
        return new PostsTopic(rig.broker().bootstrapServers());
    }
}
