package io.nearline.operators.backfill;

import io.nearline.embedding.ModelId;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.PostRevision;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Asks the model for every text and signs it with the backfill; skips posts without text. */
public final class RequestEmbedding extends ProcessFunction<PostText, AdmittedPost> {

    private static final long serialVersionUID = 1L;

    private final ModelId model;
    private final String backfillId;
    private final long asOf;
    private transient List<ModelTask> tasks;
    private transient Backfill backfill;

    /**
     * @param model the model that embeds
     * @param backfillId the backfill that asks
     * @param asOf the time up to which it reads the posts
     */
    public RequestEmbedding(ModelId model, String backfillId, Instant asOf) {
        this.model = model;
        this.backfillId = backfillId;
        this.asOf = asOf.toEpochMilli();
    }

    @Override
    public void open(OpenContext context) {
        tasks = List.of(ModelTask.of(ModelRef.configured(model), Action.EMBED));
        backfill = new Backfill(backfillId, asOf);
    }

    @Override
    public void processElement(PostText post, Context context, Collector<AdmittedPost> out) {
        if (post.isWithdrawal()) {
            context.output(Tally.TAG, Tally.skipped(BackfillSkip.EMPTY));
            return;
        }
        out.collect(new AdmittedPost(signed(post), tasks));
    }

    private PostText signed(PostText post) {
        PostRevision version = post.version();
        return new PostText(
                new PostRevision(
                        version.postId(),
                        version.revision(),
                        version.change(),
                        version.origin(),
                        version.eventTime(),
                        version.language(),
                        version.attributes(),
                        version.record(),
                        backfill),
                post.text(),
                post.contentHash(),
                post.cut(),
                post.repaired());
    }
}
