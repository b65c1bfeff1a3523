package io.nearline.cli.rollout;

import io.nearline.cli.options.ControlTopicOption;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;

/** The option that says where decisions on models are. */
final class ControlOptions {

    @Mixin private ControlTopicOption topic;

    ControlTopic open(Cluster cluster) {
        return ControlTopic.open(cluster, topic.name());
    }

    String topic() {
        return topic.name();
    }

    /** Says what could not be read, if anything: it may be what one looks for. */
    void printUnread(ControlView view, PrintWriter err) {
        view.unread()
                .forEach(
                        (reason, count) ->
                                err.println(
                                        "nearline: warning: passed over %d records of %s: %s"
                                                .formatted(count, topic.name(), reason)));
    }
}
