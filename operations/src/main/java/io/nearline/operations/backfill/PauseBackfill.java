package io.nearline.operations.backfill;

import io.nearline.operations.backfill.live.JobTopics;
import io.nearline.operations.backfill.status.KnownBackfills;
import io.nearline.operations.backfill.submit.BackfillControl;
import io.nearline.operations.backfill.submit.SessionCluster;
import io.nearline.schemas.BackfillReport;
import io.nearline.topics.control.ControlTopic;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** Stops a running backfill with a savepoint, so that it can go on. */
public final class PauseBackfill {

    private final JobTopics topics;
    private final Clock clock;
    private final Consumer<String> notices;

    /**
     * @param topics where backfills report
     * @param notices told why the savepoint takes a while
     */
    public PauseBackfill(JobTopics topics, Clock clock, Consumer<String> notices) {
        this.topics = topics;
        this.clock = clock;
        this.notices = notices;
    }

    /**
     * What shall pause.
     *
     * @param id identity of the backfill
     * @param rest the cluster that runs its job; empty to believe its reports
     * @param savepoints where the savepoint goes; empty for the cluster's own directory
     */
    public record Request(String id, Optional<URI> rest, Optional<String> savepoints) {}

    /**
     * Pauses it.
     *
     * @return the report that says where its savepoint is
     * @throws io.nearline.operations.RefusedException if it is not running, or nobody knows where
     * @throws io.nearline.operations.backfill.submit.RemoteJobException if it is not paused; says
     *     whether its job goes on
     */
    public BackfillReport pause(Request request) {
        try (ControlTopic topic = topics.openControl()) {
            BackfillReport running = KnownBackfills.in(topic.read()).running(request.id());
            try (SessionCluster cluster = KnownBackfills.cluster(running, request.rest())) {
                return new BackfillControl(topic, clock)
                        .pause(running, cluster, request.savepoints(), notices);
            }
        }
    }
}
