package io.nearline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nearline.schemas.ControlKey.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ControlKeyTest {

    static Stream<ControlKey> keys() {
        return Stream.of(
                ControlKey.status("minilm"),
                ControlKey.serving("minilm"),
                ControlKey.backfill("minilm", "2026/03@x"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void readsBackWhatItWrote(ControlKey key) {
        assertThat(ControlKey.parse(key.toBytes())).isEqualTo(key);
    }

    @Test
    void keysOfOneModelDiffer() {
        assertThat(keys().map(ControlKey::toString))
                .containsExactly("minilm", "minilm@serving", "minilm@backfill/2026/03@x");
    }

    @Test
    void passesOverAKindThatItDoesNotKnow() {
        assertThat(ControlKey.parse("minilm@quality".getBytes(UTF_8)).kind()).isEqualTo(Kind.OTHER);
        assertThat(ControlKey.parse("minilm@backfill/".getBytes(UTF_8)).kind())
                .isEqualTo(Kind.OTHER);
    }

    @Test
    void refusesKeysWithoutAModel() {
        assertThatIllegalArgumentException().isThrownBy(() -> ControlKey.parse(new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> ControlKey.status("a@b"));
    }
}
