package io.nearline.operations.deadletters;

import io.nearline.operators.deadletter.CutRecord;
import io.nearline.operators.record.Attempts;
import io.nearline.operators.record.NamedModels;
import io.nearline.operators.record.Origin;
import io.nearline.schemas.DeadLetter;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the records of letters again, where they came from: the same key, bytes and headers, so
 * the same revision, and headers on top that tell the job that it is a replay, which attempt
 * follows, and for which model if not for all. Doing it twice does no harm: the job's gates publish
 * nothing over anything newer. Not thread-safe.
 */
public final class LetterReplay implements AutoCloseable {

    private static final Set<String> OF_CUT_RECORDS =
            Set.of(CutRecord.VALUE_HEADER, CutRecord.KEY_HEADER);

    private static final Set<String> OURS =
            Set.of(Origin.HEADER, Attempts.HEADER, NamedModels.HEADER);

    private final Cluster cluster;
    private final Map<String, TopicWriter> writers = new HashMap<>();

    /** Replays into the topics of a cluster. */
    public LetterReplay(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Publishes the record of a letter; returns once the cluster has it.
     *
     * @throws io.nearline.topics.cluster.ClusterException if it may not be there
     */
    public void publish(StoredLetter stored) {
        DeadLetter letter = stored.letter();
        writers.computeIfAbsent(letter.getTopic(), topic -> new TopicWriter(cluster, topic))
                .write(bytes(letter.getKey()), bytes(letter.getValue()), headers(stored));
    }

    /** Whether the letter holds less of key or value than the record had. */
    static boolean isCut(StoredLetter stored) {
        return stored.letter().getHeaders().stream()
                .anyMatch(header -> OF_CUT_RECORDS.contains(header.getKey()));
    }

    private static List<Header> headers(StoredLetter stored) {
        Stream<Header> original =
                stored.letter().getHeaders().stream()
                        .filter(header -> !OURS.contains(header.getKey()))
                        .map(header -> new RecordHeader(header.getKey(), bytes(header.getValue())));
        Stream<Header> added =
                Stream.of(
                        header(Origin.HEADER, "replay"),
                        header(Attempts.HEADER, Integer.toString(stored.attempt())));
        Stream<Header> model =
                Stream.ofNullable(stored.letter().getModelName())
                        .map(name -> header(NamedModels.HEADER, name));
        return Stream.of(original, added, model).flatMap(headers -> headers).toList();
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public void close() {
        writers.values().forEach(TopicWriter::close);
        writers.clear();
    }
}
