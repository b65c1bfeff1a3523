package io.nearline.pipeline;

import static io.nearline.pipeline.OperatorIds.ADMIT_NEWEST;
import static io.nearline.pipeline.OperatorIds.ASSEMBLE_TEXT;
import static io.nearline.pipeline.OperatorIds.DECODE_POST;
import static io.nearline.pipeline.OperatorIds.EMBED_TEXT;
import static io.nearline.pipeline.OperatorIds.ENCODE_UPDATE;
import static io.nearline.pipeline.OperatorIds.RECALL_VECTOR;

import io.nearline.embedding.ModelId;
import io.nearline.operators.admit.AdmitNewest;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.decode.DecodePost;
import io.nearline.operators.embed.EmbedText;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.ServedModel;
import io.nearline.operators.recall.RecallVector;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.text.AssembleText;
import io.nearline.operators.text.PostText;
import io.nearline.operators.update.EncodeUpdate;
import io.nearline.pipeline.config.FlowSettings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The graph of the live job.
 *
 * <pre>
 * records -> decode-post -> assemble-text -> admit-newest -> embed-text -> recall-vector -> encode-update -> updates
 *                |               |         (keyed by post)  (async,      (keyed by post         |
 *                |               |               |           ordered)        again)             |
 *                v               v               v                             v                v
 *           dead letter     dead letter     dead letter                   dead letter      dead letter
 *           or skip                         or skip                       or skip
 * </pre>
 *
 * Why there are two gates: docs/decisions/0005-two-gates.md.
 */
public final class EmbeddingTopology {

    private final List<ServedModel> models;
    private final FlowSettings settings;

    /**
     * @param models the models that serve
     * @param settings how the stages behave
     */
    public EmbeddingTopology(List<ServedModel> models, FlowSettings settings) {
        this.models = models;
        this.settings = settings;
    }

    /** Wires the stages between the records and what becomes of them. */
    public EmbeddingStreams build(DataStream<RawRecord> records) {
        var decoded = Steps.add(DECODE_POST, records.process(new DecodePost()));
        var assembled =
                Steps.add(ASSEMBLE_TEXT, decoded.process(new AssembleText(settings.recipe())));
        var admitted = Steps.add(ADMIT_NEWEST, admit(assembled));
        var attempted = Steps.add(EMBED_TEXT, embed(admitted));
        var recalled =
                Steps.add(
                        RECALL_VECTOR,
                        attempted
                                .keyBy(outcome -> outcome.version().postId())
                                .process(
                                        new RecallVector(
                                                settings.recallTtl(), settings.pendingTimeout())));
        var encoded =
                Steps.add(
                        ENCODE_UPDATE,
                        recalled.process(new EncodeUpdate(settings.vectorEncoding())));
        return new EmbeddingStreams(
                encoded, deadLetters(List.of(decoded, assembled, admitted, recalled, encoded)));
    }

    private SingleOutputStreamOperator<AdmittedPost> admit(DataStream<PostText> assembled) {
        List<ModelId> ids = models.stream().map(ServedModel::id).toList();
        return assembled
                .keyBy(post -> post.version().postId())
                .process(new AdmitNewest(ids, settings.admitTtl()));
    }

    private SingleOutputStreamOperator<EmbeddingOutcome> embed(DataStream<AdmittedPost> admitted) {
        return AsyncDataStream.orderedWait(
                admitted,
                new EmbedText(models),
                settings.embedTimeout().toMillis(),
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
