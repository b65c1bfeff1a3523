package io.nearline.faults.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultCatalogTest {

    @Test
    void hasEachNameOnce() {
        assertThat(FaultCatalog.all()).extracting(Fault::name).doesNotHaveDuplicates();
    }

    @Test
    void findsTheFaultsOfTheShortForm() {
        assertThat(FaultCatalog.ofShortForm()).hasSize(5);
    }

    @Test
    void saysWhatThereIsWhereAFaultIsNotThere() {
        assertThatThrownBy(() -> FaultCatalog.named(List.of("kill-everything")))
                .hasMessageContainingAll("kill-everything", "kill-broker", "flood");
    }
}
