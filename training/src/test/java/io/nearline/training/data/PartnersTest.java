package io.nearline.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.training.plan.Condition;
import io.nearline.training.plan.DataPlan;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.Partner;
import io.nearline.training.plan.Partner.Side;
import io.nearline.training.plan.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sentences in several languages, one a record. */
class PartnersTest {
    private static final List<Condition> ENGLISH = where("lang", "en");

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file =
                write(
                        "lang\tsentence\ttext",
                        "en\t1\tthe storm",
                        "de\t1\tder Sturm",
                        "fr\t1\tla tempête",
                        "de\t2\tder Hund",
                        "en\t2\tthe dog");
    }

    @Test
    void theOtherRecordHasThePassage() throws Exception {
        Partner german = new Partner("sentence", where("lang", "de"), Side.PASSAGE);
        assertThat(pairs(german, ENGLISH))
                .containsExactly("the storm > der Sturm", "the dog > der Hund");
    }

    @Test
    void severalRecordsMayShareTheOneThatHasTheQuery() throws Exception {
        Partner english = new Partner("sentence", ENGLISH, Side.QUERY);
        assertThat(pairs(english, where("lang", "de", "fr")))
                .containsExactly(
                        "the storm > der Sturm", "the storm > la tempête", "the dog > der Hund");
    }

    @Test
    void aRecordIsNotItsOwnPartner() throws Exception {
        file = write("lang\tsentence\ttext", "en\t1\tone", "de\t1\teins");
        assertThat(pairs(new Partner("sentence", List.of(), Side.PASSAGE), List.of()))
                .containsExactly("one > eins", "eins > one");
    }

    @Test
    void aRecordWithoutAPartnerIsRefusedByItsLine() {
        Partner french = new Partner("sentence", where("lang", "fr"), Side.PASSAGE);
        assertThatThrownBy(() -> pairs(french, ENGLISH))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(
                        "sentences.tsv:6: no other record that partner.where allows has its"
                                + " 'sentence'")
                .hasMessageNotContaining("dog");
    }

    @Test
    void aRecordWithTwoPartnersIsRefusedByTheirLines() {
        Partner any = new Partner("sentence", List.of(), Side.PASSAGE);
        assertThatThrownBy(() -> pairs(any, ENGLISH))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining(
                        "sentences.tsv:2: the records of lines 3 and 4 both have its 'sentence'")
                .hasMessageNotContaining("storm")
                .hasMessageNotContaining("Sturm");
    }

    @Test
    void aRecordWithoutTheFieldIsRefused() throws Exception {
        file = write("lang\tsentence\ttext", "en\t\tone", "de\t\teins");
        Partner german = new Partner("sentence", where("lang", "de"), Side.PASSAGE);
        assertThatThrownBy(() -> pairs(german, ENGLISH))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("sentences.tsv:2: field 'sentence' is missing or empty");
    }

    @Test
    void anEmptyTextIsRefusedByThePartnersLine() throws Exception {
        file = write("lang\tsentence\ttext", "en\t1\tone", "de\t1\t");
        Partner german = new Partner("sentence", where("lang", "de"), Side.PASSAGE);
        assertThatThrownBy(() -> pairs(german, ENGLISH))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("sentences.tsv:3: field 'text' is missing or empty");
    }

    @Test
    void aRunOfRecordsWithBothTextsIsKnownAsBefore() {
        assertThat(new Paired("a", "b")).hasToString("Paired[query=a, passage=b]");
        Partner english = new Partner("sentence", ENGLISH, Side.QUERY);
        assertThat(new Paired("a", "b", Optional.of(english)).toString())
                .contains("sentence", "lang", "en", "QUERY");
    }

    private List<String> pairs(Partner partner, List<Condition> where) throws IOException {
        return Examples.read(
                        new DataPlan(
                                file,
                                new Paired("text", "text", Optional.of(partner)),
                                new Selection(where, List.of(), Optional.empty(), 1, 0)))
                .all()
                .stream()
                .map(pair -> pair.first().text() + " > " + pair.second().text())
                .toList();
    }

    private static List<Condition> where(String field, String... values) {
        return List.of(new Condition(field, List.of(values)));
    }

    private Path write(String... lines) throws IOException {
        return Files.write(folder.resolve("sentences.tsv"), List.of(lines));
    }
}
