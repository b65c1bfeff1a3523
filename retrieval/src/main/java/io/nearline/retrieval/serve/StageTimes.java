package io.nearline.retrieval.serve;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;

/** How long each stage of one answer took. */
final class StageTimes {

    private final Map<Stage, Long> nanos = new EnumMap<>(Stage.class);

    private StageTimes(long queueNanos, QueryAnswer answer, long encodeNanos) {
        nanos.put(Stage.QUEUE, queueNanos);
        nanos.put(Stage.WAIT, answer.waitNanos());
        nanos.put(Stage.EMBED, answer.embedNanos());
        nanos.put(Stage.MODEL, answer.modelNanos());
        nanos.put(Stage.SEARCH, answer.searchNanos());
        nanos.put(Stage.FETCH, answer.fetchNanos());
        nanos.put(Stage.ENCODE, encodeNanos);
    }

    /**
     * Those of an answer.
     *
     * @param queueNanos what passed before the service was asked
     * @param encodeNanos what passed after it had answered
     */
    static StageTimes of(long queueNanos, QueryAnswer answer, long encodeNanos) {
        return new StageTimes(queueNanos, answer, encodeNanos);
    }

    /** Tells each stage with its nanoseconds. */
    void forEach(ObjLongConsumer<Stage> reader) {
        nanos.forEach(reader::accept);
    }

    /** As the header {@code Server-Timing} has it, in milliseconds. */
    String header() {
        return nanos.entrySet().stream()
                .map(stage -> stage.getKey().word() + ";dur=" + SearchJson.millis(stage.getValue()))
                .collect(Collectors.joining(", "));
    }
}
