package io.nearline.pipeline.sink;

import io.nearline.pipeline.config.LostTransactions;
import io.nearline.topics.cluster.TransactionAdmin;
import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connector's committer, except that it does not go on when a transaction cannot be committed:
 * it asks the brokers what became of it. One that was committed before, by the attempt that took
 * the checkpoint, is well; one that was rolled back ends the job, since the gates count its updates
 * as published.
 */
@SuppressWarnings("try") // close() may throw anything: Flink's own signature
final class LosslessCommitter implements Committer<KafkaCommittable> {

    private static final Logger LOG = LoggerFactory.getLogger(LosslessCommitter.class);

    private final Committer<KafkaCommittable> committer;
    private final TransactionAdmin transactions;
    private final LostTransactions lost;

    LosslessCommitter(
            Committer<KafkaCommittable> committer,
            TransactionAdmin transactions,
            LostTransactions lost) {
        this.committer = committer;
        this.transactions = transactions;
        this.lost = lost;
    }

    @Override
    public void commit(Collection<CommitRequest<KafkaCommittable>> requests)
            throws IOException, InterruptedException {
        committer.commit(
                requests.stream()
                        .<CommitRequest<KafkaCommittable>>map(JudgedRequest::new)
                        .toList());
    }

    @Override
    public void close() throws Exception {
        committer.close();
    }

    private TransactionFate fateOf(KafkaCommittable committable) {
        return transactions
                .describe(committable.getTransactionalId())
                .map(
                        found ->
                                TransactionFate.of(
                                        found, committable.getProducerId(), committable.getEpoch()))
                .orElse(TransactionFate.UNKNOWN);
    }

    /** A request of which the connector cannot say whether its failure matters. */
    private final class JudgedRequest implements CommitRequest<KafkaCommittable> {

        private final CommitRequest<KafkaCommittable> request;

        JudgedRequest(CommitRequest<KafkaCommittable> request) {
            this.request = request;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable reason) {
            judge(reason);
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable reason) {
            if (ExceptionUtils.findThrowable(reason, InvalidPidMappingException.class)
                    .isPresent()) {
                judge(reason);
            } else {
                request.signalFailedWithUnknownReason(reason);
            }
        }

        private void judge(Throwable reason) {
            KafkaCommittable committable = request.getCommittable();
            TransactionFate fate = fateOf(committable);
            if (fate == TransactionFate.COMMITTED) {
                LOG.info(
                        "Transaction {} was committed before this attempt; nothing is lost.",
                        committable.getTransactionalId());
                request.signalAlreadyCommitted();
                return;
            }
            var unpublished =
                    new LostTransactionException(committable.getTransactionalId(), fate, reason);
            if (lost == LostTransactions.ACCEPT) {
                LOG.error("Accepted as configured: {}", unpublished.getMessage());
                request.signalFailedWithKnownReason(reason);
            } else {
                request.signalFailedWithUnknownReason(unpublished);
            }
        }

        @Override
        public String toString() {
            return request.getCommittable().toString();
        }

        @Override
        public KafkaCommittable getCommittable() {
            return request.getCommittable();
        }

        @Override
        public int getNumberOfRetries() {
            return request.getNumberOfRetries();
        }

        @Override
        public void retryLater() {
            request.retryLater();
        }

        @Override
        public void updateAndRetryLater(KafkaCommittable committable) {
            request.updateAndRetryLater(committable);
        }

        @Override
        public void signalAlreadyCommitted() {
            request.signalAlreadyCommitted();
        }
    }
}
