package io.nearline.operators.decode;

import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.deadletter.Stage;
import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.metrics.SkipReason;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Turns bytes into posts. Tombstones are skipped and counted: they carry no revision, so they
 * cannot be ordered; sources say that a post is gone with kind DELETE. What a survey cannot decode
 * is left to the pass after it, which reads the same record again. While a record waits for a
 * service that its format needs, so does everything behind it.
 */
public final class DecodePost extends ProcessFunction<RawRecord, Post> {

    private static final long serialVersionUID = 1L;

    /** Whether the records come from the posts topic or come back from the dead letters. */
    private enum Lane {
        POSTS,
        RETRIES
    }

    private final Lane lane;
    private final PostFormat format;
    private final long maxRevision;
    private transient PostReader reader;
    private transient PostDecoder decoder;
    private transient DeadLetters deadLetters;
    private transient Counter read;
    private transient Counter tombstones;

    /**
     * Decodes what the source published.
     *
     * @param format how it published it
     * @param maxRevision highest revision that is taken
     */
    public DecodePost(PostFormat format, long maxRevision) {
        this(Lane.POSTS, format, maxRevision);
    }

    private DecodePost(Lane lane, PostFormat format, long maxRevision) {
        this.lane = lane;
        this.format = format;
        this.maxRevision = maxRevision;
    }

    /**
     * Decodes what the job tries again, counted apart. A dead letter holds the bytes that the
     * source published.
     *
     * @param format how it published them
     * @param maxRevision highest revision that is taken
     */
    public static DecodePost ofRetries(PostFormat format, long maxRevision) {
        return new DecodePost(Lane.RETRIES, format, maxRevision);
    }

    @Override
    public void open(OpenContext context) {
        PipelineMetrics metrics = PipelineMetrics.of(getRuntimeContext());
        reader = format.open(new LoggedWaits(metrics.postsHeldBack()));
        decoder = new PostDecoder(maxRevision);
        deadLetters = DeadLetters.of(getRuntimeContext(), metrics, Stage.DECODE);
        read = lane == Lane.POSTS ? metrics.postsRead() : metrics.postsRetried();
        tombstones = metrics.skipped(SkipReason.TOMBSTONE);
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<Post> out)
            throws InterruptedException {
        read.inc();
        if (record.value() == null) {
            tombstones.inc();
            return;
        }
        Post post;
        try {
            post = decoder.decode(record, reader);
        } catch (RuntimeException undecodable) {
            if (record.origin() != Origin.SURVEY) {
                context.output(
                        DeadLetters.TAG, deadLetters.write(Stage.DECODE, record, undecodable));
            }
            return;
        }
        out.collect(post);
    }
}
