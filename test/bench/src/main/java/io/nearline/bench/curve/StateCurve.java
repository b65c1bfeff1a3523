package io.nearline.bench.curve;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.stage.Gates;
import io.nearline.bench.stage.StageRecords;
import io.nearline.bench.task.Setting;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.PostRevision;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Cost of the gates by the posts in state, which come through the gates themselves. */
final class StateCurve {
    private static final long SMALLEST = 10_000;
    private static final int STEP = 10;
    private static final int SAMPLE = 2000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final StageRecords records;
    private final ModelRef model;
    private final List<PostText> templates = new ArrayList<>();
    private final Random random = new Random(5);
    private long revision = 1;

    StateCurve(Setting setting, BenchPosts posts) {
        ModelBundle bundle = ModelBundle.open(setting.model());
        model = ModelRef.configured(bundle.id());
        records = new StageRecords(model, bundle.manifest().dimensions());
        for (int i = 0; i < posts.size(); i++) {
            templates.add(records.text(posts.event(i, "state-" + i)));
        }
    }

    /** Work on one post. */
    @FunctionalInterface
    private interface Work {
        void on(PostText post) throws Exception;
    }

    /** One point per power of ten. */
    List<StatePoint> points(long largest) throws Exception {
        List<StatePoint> points = new ArrayList<>();
        long filled = 0;
        try (Gates gates = Gates.open(model)) {
            for (long size = SMALLEST; size <= largest; size *= STEP) {
                for (; filled < size; filled++) {
                    PostText post = post(filled, 1);
                    gates.admit(Arrival.of(post));
                    gates.recall(records.outcome(post));
                }
                points.add(point(gates, filled));
                filled += SAMPLE;
            }
        }
        return points;
    }

    private StatePoint point(Gates gates, long filled) throws Exception {
        Work admit = post -> gates.admit(Arrival.of(post));
        Work recall = post -> gates.recall(records.outcome(post));
        List<PostText> known = new ArrayList<>();
        List<PostText> fresh = new ArrayList<>();
        revision++;
        for (int i = 0; i < SAMPLE; i++) {
            known.add(post(random.nextLong(filled), revision));
            fresh.add(post(filled + i, 1));
        }
        double admitNew = micros(fresh, admit);
        double recallNew = micros(fresh, recall);
        long start = System.nanoTime();
        double admitKnown = micros(known, admit);
        double recallKnown = micros(known, recall);
        double wall = (System.nanoTime() - start) / 1e3 / SAMPLE;
        return new StatePoint(filled, admitNew, admitKnown, recallNew, recallKnown, wall);
    }

    private static double micros(List<PostText> posts, Work work) throws Exception {
        long cpu = THREADS.getCurrentThreadCpuTime();
        for (PostText post : posts) {
            work.on(post);
        }
        return (THREADS.getCurrentThreadCpuTime() - cpu) / 1e3 / posts.size();
    }

    private PostText post(long number, long itsRevision) {
        PostText template = templates.get((int) (number % templates.size()));
        PostRevision version = template.version();
        return new PostText(
                new PostRevision(
                        "state-" + number,
                        itsRevision,
                        version.change(),
                        version.origin(),
                        version.eventTime(),
                        version.language(),
                        version.attributes(),
                        version.record(),
                        null),
                template.text(),
                template.contentHash(),
                template.cut(),
                template.repaired());
    }
}
