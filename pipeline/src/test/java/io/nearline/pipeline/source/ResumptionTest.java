package io.nearline.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.topics.cluster.TopicState;
import java.util.Map;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class ResumptionTest {

    private static final Uuid ID = new Uuid(1, 2);
    private static final TopicState TOPIC = new TopicState(ID, Map.of(0, 5L), Map.of(0, 20L));

    private static KafkaPartitionSplit at(long offset, Uuid topicId) {
        return new TopicSplit(
                new KafkaPartitionSplit(new TopicPartition("posts", 0), offset), topicId);
    }

    private static Resumption of(long offset, Uuid topicId) {
        return Resumption.of(at(offset, topicId), TOPIC);
    }

    @Test
    void goesOnWhereItStopped() {
        assertThat(of(5, ID).warning()).isNull();
        assertThat(of(20, ID).split()).isEqualTo(at(20, ID));
        assertThat(of(12, Uuid.ZERO_UUID).missed()).isZero();
    }

    @Test
    void readsTheOldestThatIsKeptAndCountsTheGap() {
        Resumption resumption = of(2, ID);

        assertThat(resumption.split().getStartingOffset()).isEqualTo(5);
        assertThat(resumption.missed()).isEqualTo(3);
        assertThat(resumption.warning()).contains("offsets 2 to 4 are no longer kept");
    }

    @Test
    void readsATopicThatWasMadeAnewFromItsBeginning() {
        Resumption resumption = of(12, new Uuid(3, 4));

        assertThat(resumption.split().getStartingOffset()).isEqualTo(5);
        assertThat(resumption.missed()).isPositive();
        assertThat(resumption.warning()).contains("made anew");
    }

    @Test
    void readsFromTheBeginningWhereTheOffsetIsBeyondTheEnd() {
        assertThat(of(21, Uuid.ZERO_UUID).split().getStartingOffset()).isEqualTo(5);
        assertThat(of(21, Uuid.ZERO_UUID).warning()).contains("beyond the end");
    }

    @Test
    void goesOnAtTheEndOfTheSameTopicThatHasLostRecords() {
        Resumption resumption = of(21, ID);

        assertThat(resumption.split().getStartingOffset()).isEqualTo(20);
        assertThat(resumption.missed()).isPositive();
        assertThat(resumption.warning()).contains("unclean leader election");
    }

    @Test
    void leavesAWordAlone() {
        assertThat(of(KafkaPartitionSplit.EARLIEST_OFFSET, ID).warning()).isNull();
    }

    @Test
    void aSavepointKeepsTheTopicsIdAndOneFromBeforeHasNone() throws Exception {
        var connectors = new KafkaPartitionSplitSerializer();
        var ours = new TopicSplitSerializer(connectors);
        KafkaPartitionSplit split = at(12, ID);

        KafkaPartitionSplit read = ours.deserialize(ours.getVersion(), ours.serialize(split));
        KafkaPartitionSplit old =
                ours.deserialize(connectors.getVersion(), connectors.serialize(split));

        assertThat(read).isEqualTo(split);
        assertThat(TopicSplit.topicId(read)).isEqualTo(ID);
        assertThat(old).isEqualTo(split);
        assertThat(TopicSplit.topicId(old)).isEqualTo(Uuid.ZERO_UUID);
    }
}
