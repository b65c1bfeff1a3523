package io.nearline.faults.fault;

import static io.nearline.faults.fault.SimpleFault.last;
import static io.nearline.faults.fault.SimpleFault.standard;

import io.nearline.faults.agent.ModelOrder.Act;
import io.nearline.faults.history.Publication;
import io.nearline.faults.rig.Rig;
import io.nearline.faults.rig.Site;
import io.nearline.faults.workload.BackfillWriter;
import io.nearline.schemas.UpdateKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What people do to a job, at a bad moment. */
final class OperationFaults {
    private static final int PARALLELISM = 2;
    private static final int BACKFILLED = 30;

    /** Posts that stay deleted, so that no later edit makes good what brings them back. */
    private static final int DELETED_FOR_GOOD = 5;

    private OperationFaults() {}

    static List<Fault> all() {
        return List.of(
                standard(
                        "rescale",
                        "from 2 to 1 and back to 2, texts in flight each time",
                        OperationFaults::rescale,
                        rig -> {}),
                standard(
                        "start-without-state",
                        "the job is cancelled and starts anew from committed offsets beside"
                            + " backfilled vectors, which are older than later edits and deletes",
                        OperationFaults::loseState,
                        OperationFaults::startWithoutState),
                new SimpleFault(
                        "transactions-time-out",
                        "the job is down for so long that the broker rolls back what the savepoint"
                                + " wants to commit; where it refuses that, an older checkpoint"
                                + " is restored, as the runbook says",
                        Site.SHORT_TRANSACTIONS,
                        OperationFaults::outliveTransactions,
                        rig -> {}),
                standard(
                        "bundle-replaced",
                        "stopped with texts in flight, and started with another model of that name",
                        OperationFaults::replaceBundle,
                        rig -> {}));
    }

    private static void rescale(Rig rig) {
        String savepoint = stopWithTextsInFlight(rig);
        rig.job().start(1, savepoint);
        rig.job().awaitCheckpoint();
        savepoint = stopWithTextsInFlight(rig);
        rig.job().start(PARALLELISM, savepoint);
    }

    /** The models are so slow that texts wait for them. */
    private static String stopWithTextsInFlight(Rig rig) {
        rig.model().order(Act.BE_SLOW, 400);
        rig.writer().rewriteActive();
        rig.model().awaitObeyed();
        last(2);
        String savepoint = rig.job().stop();
        rig.model().work();
        return savepoint;
    }

    private static void loseState(Rig rig) {
        rig.job().awaitCheckpoint();
        List<Publication> published = new ArrayList<>(rig.watch().lastPublications());
        published.removeIf(publication -> publication.update().getKind() != UpdateKind.UPSERT);
        Collections.shuffle(published, rig.random());
        List<Publication> past = published.subList(0, Math.min(BACKFILLED, published.size()));
        BackfillWriter.write(rig.broker().bootstrapServers(), past);
        rig.writer()
                .retire(
                        past.stream()
                                .limit(DELETED_FOR_GOOD)
                                .map(publication -> publication.update().getPostId())
                                .toList());
        // Edits and deletes of the same posts follow, and are published.
        last(6);
        rig.job().awaitCheckpoint();
        rig.job().cancel();
        last(2);
    }

    private static void startWithoutState(Rig rig) {
        rig.job().set("nearline.kafka.start-from", "committed");
        rig.job().start(PARALLELISM);
    }

    private static void outliveTransactions(Rig rig) {
        rig.job().awaitCheckpoint();
        String older = rig.job().newestCheckpoint();
        String savepoint = rig.job().savepoint();
        rig.job().cancel();
        last(Rig.TRANSACTION_TIMEOUT.multipliedBy(2).plusSeconds(15));
        rig.job().start(PARALLELISM, savepoint);
        if (!rig.job().staysUp(Duration.ofMinutes(1))) {
            rig.job().cancel();
            rig.job().start(PARALLELISM, older);
        }
    }

    private static void replaceBundle(Rig rig) {
        String savepoint = stopWithTextsInFlight(rig);
        rig.job().set("nearline.models.directory", rig.nextModels().toString());
        rig.job().start(PARALLELISM, savepoint);
    }
}
