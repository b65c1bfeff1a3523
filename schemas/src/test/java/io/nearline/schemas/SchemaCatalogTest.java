package io.nearline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaCatalogTest {

    @ParameterizedTest
    @MethodSource("io.nearline.schemas.FrozenVersion#all")
    void findsEveryFrozenVersion(FrozenVersion version) {
        long fingerprint = SchemaCatalog.fingerprint(version.schema());
        assertThat(SchemaCatalog.of(version.type()).find(fingerprint)).isPresent();
    }

    @ParameterizedTest
    @FieldSource("io.nearline.schemas.FrozenVersion#TYPES")
    void holdsFrozenVersionsAndThenTheCurrentSchema(Class<? extends SpecificRecord> type) {
        assertThat(SchemaCatalog.of(type).versions()).hasSize(FrozenVersion.all(type).size() + 1);
    }

    @Test
    void findsNothingForUnknownFingerprint() {
        assertThat(SchemaCatalog.of(PostEvent.class).find(42)).isEmpty();
    }

    @Test
    void refusesTypeThatWasNeverFrozen() {
        assertThatThrownBy(() -> SchemaCatalog.of(DeadLetterHeader.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("DeadLetterHeader.v1.avsc");
    }
}
