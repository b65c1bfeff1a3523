package io.nearline.training.learn;

import io.nearline.embedding.bundle.Digests;
import io.nearline.training.model.BaseModel;
import io.nearline.training.model.ProjectionHead;
import io.nearline.training.plan.DataPlan;
import io.nearline.training.plan.HeldOutPlan;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.plan.TrainingPlan;
import io.nearline.training.plan.ZeroShotPlan;
import java.io.IOException;
import java.util.TreeMap;

/**
 * Tells runs apart by what their plans say and by the files that these name. What a plan leaves out
 * is not in it, so that a run goes on where a later build has more keys.
 */
final class PlanDigest {

    private PlanDigest() {}

    /** A digest of all that the weights depend on, but for the processors. */
    static String ofRun(TrainingPlan plan, BaseModel base) throws IOException {
        StringBuilder all = new StringBuilder(ofSplits(plan, base));
        all.append(plan.seed()).append(plan.learn()).append(plan.schedule());
        all.append(plan.vectors()).append(plan.student()).append(plan.scoring());
        plan.vectors().head().ifPresent(head -> all.append(ProjectionHead.START));
        new TreeMap<>(plan.towers()).forEach((role, tower) -> all.append(role).append(tower));
        for (TaskPlan task : plan.tasks()) {
            all.append(task.objective()).append(task.weight());
            task.within().ifPresent(field -> all.append(" within ").append(field));
            if (task.isBeside()) {
                all.append(" beside ").append(task.beside());
            }
            if (task.negatives() > 0) {
                all.append(" negatives ").append(task.negatives());
            }
        }
        return Digests.sha256(all.toString());
    }

    /** A digest of the base, and of which records are learned from and which are not. */
    static String ofSplits(TrainingPlan plan, BaseModel base) throws IOException {
        StringBuilder all = new StringBuilder(base.bundle().id().digest());
        base.vocabulary().ifPresent(larger -> all.append(base.trainedTokenizer().digest()));
        new TreeMap<>(plan.towers())
                .forEach((role, tower) -> tower.prefix().ifPresent(all.append(role)::append));
        for (TaskPlan task : plan.tasks()) {
            all.append(task.name()).append(contents(task.data()));
            for (HeldOutPlan part : task.heldOut()) {
                all.append(part.name()).append(contents(part.data()));
                all.append(part.by()).append(part.share()).append(part.dev());
            }
        }
        for (ZeroShotPlan set : plan.zeroShot()) {
            all.append(set.name()).append(contents(set.data()));
        }
        return Digests.sha256(all.toString());
    }

    private static String contents(DataPlan data) throws IOException {
        return "%s %s %s".formatted(data.fields(), data.selection(), Digests.sha256(data.file()));
    }
}
