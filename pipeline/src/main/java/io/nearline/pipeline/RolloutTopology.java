package io.nearline.pipeline;

import static io.nearline.pipeline.OperatorIds.ANNOUNCE_MODELS;
import static io.nearline.pipeline.OperatorIds.DECODE_CONTROL;
import static io.nearline.pipeline.OperatorIds.ENCODE_ANSWER;
import static io.nearline.pipeline.OperatorIds.SETTLE_ROLLOUT;
import static io.nearline.pipeline.OperatorIds.STAGE_MODEL;

import io.nearline.operators.embed.ModelOpener;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.Readiness;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.rollout.AnnounceModels;
import io.nearline.operators.rollout.ControlHistory;
import io.nearline.operators.rollout.DecodeControl;
import io.nearline.operators.rollout.EncodeAnswer;
import io.nearline.operators.rollout.SettleRollout;
import io.nearline.operators.rollout.StageModel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The lane by which models join and leave the running job.
 *
 * <pre>
 * index-control -> decode-control -> announce-models =====> admit-newest (the gates)
 *                                      |  (to all subtasks)     |
 *                                      v                        v
 *                                 stage-model  ---------> settle-rollout -> encode-answer -> index-control
 *                                 (async, all subtasks)   (keyed by model)
 * </pre>
 *
 * The job's own answers come back as decisions: docs/decisions/0010-rollout-by-control-topic.md.
 * Decisions that an older record hides go from announce-models to the topic again:
 * docs/decisions/0025-start-without-state.md.
 */
final class RolloutTopology {

    /** Announcements in flight per subtask: more models than anybody rolls out at once. */
    private static final int CAPACITY = 16;

    /** By so much the stage's own deadline comes first, so that it can say why. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final List<ModelRef> configured;
    private final ControlHistory history;
    private final ModelOpener opener;
    private final Duration stageTimeout;

    /**
     * @param configured models that the job is configured with, in order
     * @param history what was decided before the job first started
     * @param opener opens any model
     * @param stageTimeout how long a machine may take to fetch and verify a model
     */
    RolloutTopology(
            List<ModelRef> configured,
            ControlHistory history,
            ModelOpener opener,
            Duration stageTimeout) {
        this.configured = configured;
        this.history = history;
        this.opener = opener;
        this.stageTimeout = stageTimeout;
    }

    /** How the models stand: all at each start of the job, then each that changes. */
    SingleOutputStreamOperator<Announcement> announce(DataStream<RawRecord> control) {
        var decided =
                Steps.add(DECODE_CONTROL, control.process(new DecodeControl()).setParallelism(1));
        return Steps.add(
                ANNOUNCE_MODELS,
                decided.transform(
                                ANNOUNCE_MODELS,
                                TypeInformation.of(Announcement.class),
                                new AnnounceModels(configured, history))
                        .setParallelism(1)
                        .setMaxParallelism(1));
    }

    /**
     * What the job answers, once every machine has followed.
     *
     * @param announced what was announced
     * @param gates the answers of the gates
     */
    DataStream<EncodedRecord> settle(
            SingleOutputStreamOperator<Announcement> announced, DataStream<Readiness> gates) {
        var staged =
                Steps.add(
                        STAGE_MODEL,
                        AsyncDataStream.unorderedWait(
                                announced.broadcast(),
                                new StageModel(opener, stageTimeout),
                                stageTimeout.plus(GRACE).toMillis(),
                                TimeUnit.MILLISECONDS,
                                CAPACITY));
        var settled =
                Steps.add(
                        SETTLE_ROLLOUT,
                        staged.union(gates)
                                .keyBy(readiness -> readiness.announcement().model().name())
                                .process(new SettleRollout())
                                .setParallelism(1));
        return Steps.add(ENCODE_ANSWER, settled.process(new EncodeAnswer()).setParallelism(1))
                .union(announced.getSideOutput(AnnounceModels.RESTATED));
    }
}
