package io.nearline.pipeline.sink;

import org.apache.kafka.clients.admin.TransactionDescription;

/** What became of a transaction that a checkpoint says is to be committed. */
enum TransactionFate {
    /** It was committed, so that its records can be read. */
    COMMITTED,
    /** It was rolled back: nobody will ever read its records. */
    ROLLED_BACK,
    /** The brokers do not say: they have forgotten it, or its id has been used again since. */
    UNKNOWN;

    /**
     * Reads the fate off what the brokers know of a transactional id. They count an epoch on when a
     * transaction ends, from Kafka 4 on, and when a producer takes the id over. So a commit is ours
     * if the epoch is ours or the one that our own end has begun.
     *
     * @param found the newest that the brokers know of the id
     * @param producerId producer that wrote the transaction
     * @param epoch its epoch
     */
    static TransactionFate of(TransactionDescription found, long producerId, short epoch) {
        boolean ours =
                found.producerId() == producerId
                        && found.producerEpoch() >= epoch
                        && found.producerEpoch() <= epoch + 1;
        return switch (found.state()) {
            case PREPARE_COMMIT, COMPLETE_COMMIT -> ours ? COMMITTED : UNKNOWN;
            case PREPARE_ABORT, COMPLETE_ABORT, PREPARE_EPOCH_FENCE -> ROLLED_BACK;
            case ONGOING, EMPTY, UNKNOWN -> UNKNOWN;
        };
    }
}
