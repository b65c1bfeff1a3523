package io.nearline.cli.rollout;

import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicNames;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** The option that says where decisions on models are. */
final class ControlOptions {

    @Option(
            names = "--index-control-topic",
            paramLabel = "NAME",
            defaultValue = TopicNames.INDEX_CONTROL,
            description = "Name of the topic of decisions on models. Default: ${DEFAULT-VALUE}.")
    private String topic;

    ControlTopic open(Cluster cluster) {
        return ControlTopic.open(cluster, topic);
    }

    String topic() {
        return topic;
    }

    /** Says what could not be read, if anything: it may be what one looks for. */
    void printUnread(ControlView view, PrintWriter err) {
        view.unread()
                .forEach(
                        (reason, count) ->
                                err.println(
                                        "nearline: warning: passed over "
                                                + count
                                                + " records of "
                                                + topic
                                                + ": "
                                                + reason));
    }
}
