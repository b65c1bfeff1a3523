package io.nearline.pipeline;

import static io.nearline.pipeline.OperatorIds.ADMIT_NEWEST;
import static io.nearline.pipeline.OperatorIds.ARRIVE_POST;
import static io.nearline.pipeline.OperatorIds.ARRIVE_RETRY;
import static io.nearline.pipeline.OperatorIds.ASSEMBLE_RETRY;
import static io.nearline.pipeline.OperatorIds.ASSEMBLE_TEXT;
import static io.nearline.pipeline.OperatorIds.AWAIT_RETRY;
import static io.nearline.pipeline.OperatorIds.DECODE_BACKFILL;
import static io.nearline.pipeline.OperatorIds.DECODE_POST;
import static io.nearline.pipeline.OperatorIds.DECODE_RETRY;
import static io.nearline.pipeline.OperatorIds.EMBED_TEXT;
import static io.nearline.pipeline.OperatorIds.ENCODE_UPDATE;
import static io.nearline.pipeline.OperatorIds.RECALL_VECTOR;
import static io.nearline.pipeline.OperatorIds.SELECT_RETRY;

import io.nearline.operators.admit.AdmitNewest;
import io.nearline.operators.admit.AdmitState;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.assemble.AssembleText;
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.decode.DecodePost;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.embed.EmbedLimits;
import io.nearline.operators.embed.EmbedText;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.ModelOpener;
import io.nearline.operators.embed.ServedModel;
import io.nearline.operators.encode.EncodeUpdate;
import io.nearline.operators.merge.DecodeBackfill;
import io.nearline.operators.merge.PostsInReach;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.FollowedModels;
import io.nearline.operators.model.LiveWait;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.OpeningStandings;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.recall.RecallOperator;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.retry.AwaitRetry;
import io.nearline.operators.retry.FailedRecord;
import io.nearline.operators.retry.SelectRetry;
import io.nearline.pipeline.config.FlowSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The graph of the live job.
 *
 * <pre>
 * posts -> decode-post -> assemble-text -> arrive-post --+
 *               |               |                        |
 *               v               v                        v
 *          dead letter     dead letter             admit-newest -> embed-text -> recall-vector -> encode-update -> updates
 *            or skip                              (keyed by post)   (async,      (keyed by post         |
 *                                                   ^    |        order per post)   again)              |
 * backfilled -> decode-backfill --------------------+    v                             v                v
 *                     |                             dead letter                   dead letter      dead letter
 *                     v                               or skip                       or skip
 *                dead letter
 *
 * dead letters -> select-retry -> await-retry -> decode-retry -> assemble-retry -> arrive-retry -> admit-newest
 *                      |        (keyed by record)
 *                      v              v
 *                    skip            skip
 * </pre>
 *
 * Why there are two gates: docs/decisions/0005-two-gates.md. What backfills may do:
 * docs/decisions/0009-merge-lane.md. What is tried again: docs/decisions/0020-retries.md. Which
 * models serve is announced by {@link RolloutTopology}.
 */
public final class EmbeddingTopology {

    /** Posts come from the source in bursts already: the first wakes up the gate for all. */
    private static final Duration AT_ONCE = Duration.ZERO;

    /**
     * Vectors are made one by one. Collected for 5 ms those that come close together take the
     * second gate, the sink and the broker one wake-up and one request instead of one each. Flink's
     * own 100 ms would be most of a post's freshness. Under full load the stage itself makes longer
     * bursts: {@link EmbedText}.
     */
    private static final Duration IN_BURSTS = Duration.ofMillis(5);

    /** None of Flink's own: it would give up posts that only wait; see {@link EmbedText}. */
    static final long NO_TIMEOUT = 0;

    private final List<ServedModel> models;
    private final ModelOpener opener;
    private final FlowSettings settings;
    private final String postsTopic;
    private final LiveWait liveWait;
    private final OpeningStandings opening;
    private final PostsInReach reach;

    /**
     * @param models models that the job is configured with, in order
     * @param opener opens the models that join the running job
     * @param settings how the stages behave
     * @param postsTopic topic that the posts come from: only their dead letters are tried again
     * @param liveWait told of every live record that reaches the first gate
     * @param opening how models stand at a start without state
     * @param reach how far back the posts go that the gates see
     */
    public EmbeddingTopology(
            List<ServedModel> models,
            ModelOpener opener,
            FlowSettings settings,
            String postsTopic,
            LiveWait liveWait,
            OpeningStandings opening,
            PostsInReach reach) {
        this.models = models;
        this.opener = opener;
        this.settings = settings;
        this.postsTopic = postsTopic;
        this.liveWait = liveWait;
        this.opening = opening;
        this.reach = reach;
    }

    /**
     * Wires the stages between the records and what becomes of them.
     *
     * @param posts records of the posts topic
     * @param backfilled records of the topic that backfills write to
     * @param letters records of the dead-letters topic
     * @param announced how the models stand
     */
    public EmbeddingStreams build(
            DataStream<RawRecord> posts,
            DataStream<RawRecord> backfilled,
            DataStream<RawRecord> letters,
            DataStream<Announcement> announced) {
        PostFormat format = settings.postFormat();
        long maxRevision = settings.maxRevision();
        var decoded = Steps.add(DECODE_POST, posts.process(new DecodePost(format, maxRevision)));
        var assembled =
                Steps.add(ASSEMBLE_TEXT, decoded.process(new AssembleText(settings.recipe())));
        var arrived = Steps.add(ARRIVE_POST, assembled.map(Arrival::of), AT_ONCE);
        var merging =
                Steps.add(
                        DECODE_BACKFILL,
                        backfilled.process(
                                new DecodeBackfill(
                                        reach,
                                        settings.vectorEncoding(),
                                        settings.recipe().outputs())));
        // Lanes of their own up to the gate: a union further up would part the posts' source from
        // the stages that it shares a thread with.
        var decodedAgain =
                Steps.add(
                        DECODE_RETRY,
                        retried(letters, announced)
                                .process(DecodePost.ofRetries(format, maxRevision)));
        var assembledAgain =
                Steps.add(
                        ASSEMBLE_RETRY, decodedAgain.process(new AssembleText(settings.recipe())));
        var arrivedAgain = Steps.add(ARRIVE_RETRY, assembledAgain.map(Arrival::of));
        var admitted =
                Steps.add(ADMIT_NEWEST, admit(arrived.union(merging, arrivedAgain), announced));
        var attempted = Steps.add(EMBED_TEXT, embed(admitted), IN_BURSTS);
        var recalled = Steps.add(RECALL_VECTOR, recall(attempted, announced));
        var encoded =
                Steps.add(
                        ENCODE_UPDATE,
                        recalled.process(new EncodeUpdate(settings.vectorEncoding())));
        return new EmbeddingStreams(
                encoded,
                deadLetters(
                        List.of(
                                decoded,
                                assembled,
                                decodedAgain,
                                assembledAgain,
                                merging,
                                admitted,
                                recalled,
                                encoded)),
                admitted.getSideOutput(AdmitNewest.READINESS));
    }

    private SingleOutputStreamOperator<RawRecord> retried(
            DataStream<RawRecord> letters, DataStream<Announcement> announced) {
        var served = new FollowedModels(configured(models), opening);
        var selected =
                Steps.add(
                        SELECT_RETRY,
                        letters.connect(announced.broadcast(AdmitState.STANDINGS))
                                .process(new SelectRetry(postsTopic, settings.retry(), served)));
        return Steps.add(
                AWAIT_RETRY,
                selected.keyBy(FailedRecord::identity).process(new AwaitRetry(settings.retry())));
    }

    private SingleOutputStreamOperator<AdmittedPost> admit(
            DataStream<Arrival> arrivals, DataStream<Announcement> announced) {
        return arrivals.keyBy(Arrival::postId)
                .connect(announced.broadcast(AdmitState.STANDINGS))
                .process(
                        new AdmitNewest(
                                configured(models), settings.admitTtl(), liveWait, opening));
    }

    /**
     * The models as a job knows them that is configured with them.
     *
     * @throws io.nearline.embedding.ModelRejectedException if two have one name
     */
    static List<ModelRef> configured(List<ServedModel> models) {
        ServedNames.requireDistinct(models);
        return models.stream().map(ServedModel::id).map(ModelRef::configured).toList();
    }

    private SingleOutputStreamOperator<EmbeddedPost> recall(
            DataStream<EmbeddingOutcome> outcomes, DataStream<Announcement> announced) {
        return outcomes.keyBy(outcome -> outcome.version().postId())
                .connect(announced.broadcast())
                .transform(
                        RECALL_VECTOR,
                        TypeInformation.of(EmbeddedPost.class),
                        new RecallOperator(
                                configured(models),
                                settings.recall(),
                                settings.retry(),
                                settings.recipe().outputs()));
    }

    private SingleOutputStreamOperator<EmbeddingOutcome> embed(DataStream<AdmittedPost> admitted) {
        return AsyncDataStream.unorderedWait(
                admitted,
                new EmbedText(
                        models,
                        opener,
                        new EmbedLimits(settings.embedTimeout(), settings.embedBytes())),
                NO_TIMEOUT,
                TimeUnit.MILLISECONDS,
                settings.embedCapacity());
    }

    private static DataStream<EncodedRecord> deadLetters(
            List<SingleOutputStreamOperator<?>> stages) {
        return stages.stream()
                .<DataStream<EncodedRecord>>map(stage -> stage.getSideOutput(DeadLetters.TAG))
                .reduce(DataStream::union)
                .orElseThrow();
    }
}
