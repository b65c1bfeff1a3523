package io.nearline.pipeline.sink;

/**
 * Updates that a checkpoint counts as published are lost, or may be. The message says what to do.
 */
public final class LostTransactionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A transaction that cannot be committed.
     *
     * @param id its transactional id
     * @param fate what became of it, other than being committed
     * @param cause what the brokers answered
     */
    LostTransactionException(String id, TransactionFate fate, Throwable cause) {
        super(
                """
                transaction %s of the restored checkpoint %s: \
                docs/runbooks/restore-after-failure.md\
                """
                        .formatted(id, finding(fate)),
                cause);
    }

    private static String finding(TransactionFate fate) {
        return fate == TransactionFate.ROLLED_BACK
                ? """
                was rolled back by the brokers, so the updates in it are lost; restore an older \
                checkpoint, which publishes them again, or set nearline.kafka.lost-transactions \
                to accept\
                """
                : """
                is no longer known to the brokers, so the updates in it may be lost; they forget \
                it after transactional.id.expiration.ms, 7 days unless set otherwise: restore a \
                younger checkpoint, or, if this is the savepoint of a job that was stopped with \
                it, nothing is lost: set nearline.kafka.lost-transactions to accept\
                """;
    }
}
