package io.nearline.pipeline;

import static io.nearline.pipeline.OperatorIds.ASSEMBLE_TEXT;
import static io.nearline.pipeline.OperatorIds.COUNT_DEAD_LETTERS;
import static io.nearline.pipeline.OperatorIds.COUNT_UNREADABLE;
import static io.nearline.pipeline.OperatorIds.COUNT_UPDATES;
import static io.nearline.pipeline.OperatorIds.DECODE_POST;
import static io.nearline.pipeline.OperatorIds.EMBED_TEXT;
import static io.nearline.pipeline.OperatorIds.ENCODE_UPDATE;
import static io.nearline.pipeline.OperatorIds.KEEP_NEWEST;
import static io.nearline.pipeline.OperatorIds.READ_PAST;
import static io.nearline.pipeline.OperatorIds.REPORT_BACKFILL;
import static io.nearline.pipeline.OperatorIds.REQUEST_EMBEDDING;
import static io.nearline.pipeline.OperatorIds.SELECT_POST;
import static io.nearline.pipeline.OperatorIds.SETTLE_OUTCOME;

import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.assemble.AssembleText;
import io.nearline.operators.backfill.BackfillIdentity;
import io.nearline.operators.backfill.Candidate;
import io.nearline.operators.backfill.KeepNewest;
import io.nearline.operators.backfill.PaceGauge;
import io.nearline.operators.backfill.ReadPast;
import io.nearline.operators.backfill.ReportBackfill;
import io.nearline.operators.backfill.RequestEmbedding;
import io.nearline.operators.backfill.SelectPost;
import io.nearline.operators.backfill.SettleOutcome;
import io.nearline.operators.backfill.Tally;
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.decode.DecodePost;
import io.nearline.operators.embed.EmbedLimits;
import io.nearline.operators.embed.EmbedText;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.ServedModel;
import io.nearline.operators.encode.EncodeUpdate;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.BackfillConfig;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The graph of a backfill. The records come twice: first to learn which revision of each post is
 * the newest, then to embed it.
 *
 * <pre>
 * records -> read-past -> decode-post -> select-post -> keep-newest -> assemble-text -> request-embedding
 *                |             |                      (keyed by post)        |                 |
 *                v             v                            v                v                 v
 *              skip       dead letter                     skip          dead letter          skip
 *
 *         -> embed-text -> settle-outcome -> encode-update -> updates
 *             (async,           |                  |
 *            unordered)         v                  v
 *                          dead letter        dead letter
 *
 * every skip, dead letter and update -> report-backfill (one subtask) -> reports
 * </pre>
 *
 * Why it reads twice: docs/decisions/0011-backfill-job.md.
 */
public final class BackfillTopology {

    private final ServedModel model;
    private final BackfillConfig config;
    private final PaceGauge gauge;

    /**
     * @param model the model that embeds
     * @param config what to embed, and how
     * @param gauge shows the pace of the records
     */
    public BackfillTopology(ServedModel model, BackfillConfig config, PaceGauge gauge) {
        this.model = model;
        this.config = config;
        this.gauge = gauge;
    }

    /** Wires the stages between the records and what becomes of them. */
    public BackfillStreams build(DataStream<RawRecord> records) {
        var read = Steps.add(READ_PAST, records.process(new ReadPast(gauge)));
        var decoded =
                Steps.add(
                        DECODE_POST,
                        read.process(
                                new DecodePost(
                                        config.embedding().postFormat(),
                                        config.embedding().maxRevision())));
        var selected = Steps.add(SELECT_POST, decoded.process(new SelectPost(config.subset())));
        var newest =
                Steps.add(KEEP_NEWEST, selected.keyBy(Candidate::postId).process(new KeepNewest()));
        var assembled =
                Steps.add(
                        ASSEMBLE_TEXT,
                        newest.process(new AssembleText(config.embedding().recipe())));
        var requested = Steps.add(REQUEST_EMBEDDING, assembled.process(request()));
        var attempted = Steps.add(EMBED_TEXT, embed(requested));
        var settled = Steps.add(SETTLE_OUTCOME, attempted.process(new SettleOutcome()));
        var encoded =
                Steps.add(
                        ENCODE_UPDATE,
                        settled.process(new EncodeUpdate(config.embedding().encoding())));
        var unreadable = deadLetters(List.of(decoded));
        var failed = deadLetters(List.of(assembled, settled, encoded));
        var tallies =
                tallies(List.of(read, newest, requested, settled))
                        .union(
                                count(COUNT_UPDATES, encoded, update -> Tally.embedded()),
                                count(COUNT_DEAD_LETTERS, failed, letter -> Tally.deadLettered()),
                                count(COUNT_UNREADABLE, unreadable, letter -> Tally.unreadable()));
        return new BackfillStreams(encoded, failed.union(unreadable), report(tallies));
    }

    private RequestEmbedding request() {
        return new RequestEmbedding(model.id(), config.id(), config.asOf());
    }

    private SingleOutputStreamOperator<EmbeddingOutcome> embed(DataStream<AdmittedPost> requested) {
        return AsyncDataStream.unorderedWait(
                requested,
                new EmbedText(
                        List.of(model),
                        new EmbedLimits(
                                config.embedding().timeout(), config.embedding().bytesInFlight())),
                EmbeddingTopology.NO_TIMEOUT,
                TimeUnit.MILLISECONDS,
                config.embedding().capacity());
    }

    private SingleOutputStreamOperator<EncodedRecord> report(DataStream<Tally> tallies) {
        BackfillIdentity identity =
                new BackfillIdentity(
                        config.id(),
                        model.id(),
                        config.input().description(),
                        config.subset().description(),
                        config.asOf(),
                        config.reporting().startedAt(),
                        config.reporting().restUrl());
        var reported =
                tallies.transform(
                        REPORT_BACKFILL,
                        TypeInformation.of(EncodedRecord.class),
                        new ReportBackfill(identity, config.reporting().interval()));
        return Steps.add(REPORT_BACKFILL, reported.forceNonParallel());
    }

    private static DataStream<Tally> count(
            String uid,
            DataStream<EncodedRecord> records,
            MapFunction<EncodedRecord, Tally> tally) {
        return Steps.add(uid, records.map(tally).returns(Tally.class));
    }

    private static DataStream<Tally> tallies(List<SingleOutputStreamOperator<?>> stages) {
        return union(stages.stream().map(stage -> stage.getSideOutput(Tally.TAG)));
    }

    private static DataStream<EncodedRecord> deadLetters(
            List<SingleOutputStreamOperator<?>> stages) {
        return union(stages.stream().map(stage -> stage.getSideOutput(DeadLetters.TAG)));
    }

    private static <T> DataStream<T> union(Stream<? extends DataStream<T>> streams) {
        return streams.<DataStream<T>>map(stream -> stream).reduce(DataStream::union).orElseThrow();
    }
}
