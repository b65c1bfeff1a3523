package io.nearline.pipeline.pace;

import java.io.Serializable;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimitedSourceReader;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Another source, read at a pace. Its state is the other's own, so a pace can be put on and taken
 * off between two runs. Not for sources whose readers are sent events, such as a hybrid source.
 *
 * @param <T> records
 * @param <S> splits
 * @param <E> state of the enumerator
 */
public final class PacedSource<T, S extends SourceSplit, E>
        implements Source<T, S, E>, ResultTypeQueryable<T>, Serializable {

    private static final long serialVersionUID = 1L;

    private final Source<T, S, E> source;
    private final TypeInformation<T> type;
    private final ReaderPace pace;

    private PacedSource(Source<T, S, E> source, TypeInformation<T> type, ReaderPace pace) {
        this.source = source;
        this.type = type;
        this.pace = pace;
    }

    /** The source at the given pace. */
    public static <T, S extends SourceSplit, E, X extends Source<T, S, E> & ResultTypeQueryable<T>>
            PacedSource<T, S, E> of(X source, ReaderPace pace) {
        return new PacedSource<>(source, source.getProducedType(), pace);
    }

    @Override
    public SourceReader<T, S> createReader(SourceReaderContext context) throws Exception {
        return new RateLimitedSourceReader<>(source.createReader(context), pace.limiterOf(context));
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SplitEnumerator<S, E> createEnumerator(SplitEnumeratorContext<S> context)
            throws Exception {
        return source.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<S, E> restoreEnumerator(SplitEnumeratorContext<S> context, E state)
            throws Exception {
        return source.restoreEnumerator(context, state);
    }

    @Override
    public SimpleVersionedSerializer<S> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<E> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }
}
