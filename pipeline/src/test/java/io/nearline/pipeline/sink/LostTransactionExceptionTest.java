package io.nearline.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LostTransactionExceptionTest {

    private static String message(TransactionFate fate) {
        return new LostTransactionException("id-7", fate, null).getMessage();
    }

    @Test
    void sendsToAnOlderCheckpointForWhatWasRolledBack() {
        assertThat(message(TransactionFate.ROLLED_BACK))
                .startsWith("transaction id-7 of the restored checkpoint was rolled back")
                .contains("restore an older checkpoint", "nearline.kafka.lost-transactions");
    }

    /** An older one would be as unknown. */
    @Test
    void saysOfAnOldSavepointThatTheBrokersForgetAndWhatToSet() {
        assertThat(message(TransactionFate.UNKNOWN))
                .contains("transactional.id.expiration.ms, 7 days unless set otherwise")
                .contains("set nearline.kafka.lost-transactions to accept")
                .doesNotContain("older checkpoint");
    }
}
