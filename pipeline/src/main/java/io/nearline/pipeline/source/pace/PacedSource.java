package io.nearline.pipeline.source.pace;

import io.nearline.pipeline.source.SourceDecorator;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;

/**
 * Another source, read at a pace.
 *
 * @param <T> records
 * @param <S> splits
 * @param <E> state of the enumerator
 */
public final class PacedSource<T, S extends SourceSplit, E> extends SourceDecorator<T, S, E>
        implements ResultTypeQueryable<T> {

    private static final long serialVersionUID = 1L;

    private final TypeInformation<T> type;
    private final ReaderPace pace;

    /**
     * @param source reads
     * @param type what it reads
     * @param pace how fast each of its readers may
     */
    public PacedSource(Source<T, S, E> source, TypeInformation<T> type, ReaderPace pace) {
        super(source);
        this.type = type;
        this.pace = pace;
    }

    @Override
    public SourceReader<T, S> createReader(SourceReaderContext context) throws Exception {
        return new PacedReader<>(super.createReader(context), pace.paceOf(context));
    }

    @Override
    public TypeInformation<T> getProducedType() {
        return type;
    }
}
