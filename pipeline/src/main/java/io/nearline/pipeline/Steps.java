package io.nearline.pipeline;

import java.time.Duration;
import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Gives an operator its uid and its name together, so that none is forgotten. */
final class Steps {

    private Steps() {}

    static <T> SingleOutputStreamOperator<T> add(
            String uid, SingleOutputStreamOperator<T> operator) {
        return operator.uid(uid).name(uid);
    }

    /**
     * As {@link #add}, for an operator that posts leave on their way to the next task.
     *
     * @param longest how long a post may wait for others to go with. What leaves an operator added
     *     without, dead letters and announcements, waits as long as Flink's {@code
     *     execution.buffer-timeout.interval} says: each output with a short time has a thread that
     *     looks that often, and there are a dozen outputs.
     */
    static <T> SingleOutputStreamOperator<T> add(
            String uid, SingleOutputStreamOperator<T> operator, Duration longest) {
        return add(uid, operator).setBufferTimeout(longest.toMillis());
    }

    static <T> DataStreamSink<T> add(String uid, DataStreamSink<T> sink) {
        return sink.uid(uid).name(uid);
    }
}
