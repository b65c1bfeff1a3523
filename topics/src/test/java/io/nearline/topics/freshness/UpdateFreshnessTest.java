package io.nearline.topics.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.testkit.Updates;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class UpdateFreshnessTest {

    private static final IndexUpdate UPDATE = Updates.upsert("p", 1, "mini");
    private static final long EVENT = UPDATE.getEventTime().toEpochMilli();

    private final UpdateFreshness freshness = new UpdateFreshness();

    private static ConsumerRecord<byte[], byte[]> published(long at, byte[] value) {
        return new ConsumerRecord<>(
                "index-updates",
                0,
                0,
                at,
                TimestampType.CREATE_TIME,
                0,
                0,
                Updates.key(UPDATE),
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    @Test
    void isTheTimeFromEventToPublication() {
        assertThat(freshness.millisOf(published(EVENT + 250, Updates.value(UPDATE))))
                .isEqualTo(OptionalLong.of(250));
    }

    @Test
    void countsDeletesAsWell() {
        byte[] delete = Updates.value(Updates.delete("p", 2, "mini"));

        assertThat(freshness.millisOf(published(EVENT + 40, delete)))
                .isEqualTo(OptionalLong.of(40));
    }

    @Test
    void isNoneOfABackfilledVector() {
        byte[] backfilled =
                Updates.value(
                        IndexUpdate.newBuilder(UPDATE).setOrigin(UpdateOrigin.BACKFILL).build());

        assertThat(freshness.millisOf(published(EVENT, backfilled))).isEmpty();
    }

    @Test
    void isNoneOfATombstone() {
        assertThat(freshness.millisOf(published(EVENT, null))).isEmpty();
    }

    @Test
    void isNoneOfWhatOthersWrite() {
        assertThat(freshness.millisOf(published(EVENT, new byte[] {1, 2, 3}))).isEmpty();
    }
}
