package io.nearline.pipeline;

import org.apache.flink.streaming.api.datastream.DataStreamSink;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Gives an operator its uid and its name together, so that none is forgotten. */
final class Steps {

    private Steps() {}

    static <T> SingleOutputStreamOperator<T> add(
            String uid, SingleOutputStreamOperator<T> operator) {
        return operator.uid(uid).name(uid);
    }

    static <T> DataStreamSink<T> add(String uid, DataStreamSink<T> sink) {
        return sink.uid(uid).name(uid);
    }
}
