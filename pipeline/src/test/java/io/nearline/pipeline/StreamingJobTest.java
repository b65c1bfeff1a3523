package io.nearline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.junit.jupiter.api.Test;

class StreamingJobTest {

    @Test
    void readsOptionsFromArguments() {
        assertThat(JobMain.options(new String[] {"-Da.b=c=d", "-De="}))
                .containsEntry("a.b", "c=d")
                .containsEntry("e", "");
    }

    @Test
    void refusesAnArgumentItDoesNotUnderstand() {
        assertThatThrownBy(() -> JobMain.options(new String[] {"--a", "b"}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-Dkey=value");
    }

    @Test
    void keepsWhatTheDeployerSetAndFillsInTheRest() {
        Configuration given = new Configuration();
        given.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        given.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, false);

        Configuration all = FlinkEnvironment.over(given);

        assertThat(all.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("hashmap");
        assertThat(all.get(RocksDBConfigurableOptions.USE_BLOOM_FILTER)).isFalse();
        assertThat(all.get(CheckpointingOptions.INCREMENTAL_CHECKPOINTS)).isTrue();
        assertThat(
                        FlinkEnvironment.over(new Configuration())
                                .get(RocksDBConfigurableOptions.USE_BLOOM_FILTER))
                .isTrue();
    }

    @Test
    void neverFallsBackToGenericTypesOrAutomaticUids() {
        Configuration given = new Configuration();
        given.set(PipelineOptions.GENERIC_TYPES, true);

        Configuration all = FlinkEnvironment.over(given);

        assertThat(all.get(PipelineOptions.GENERIC_TYPES)).isFalse();
        assertThat(all.get(PipelineOptions.AUTO_GENERATE_UIDS)).isFalse();
    }
}
