package io.nearline.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.training.plan.Condition;
import io.nearline.training.plan.DataPlan;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.DataPlan.Scored;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.Selection;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
    private static final Labelled FIELDS = new Labelled("text", "label");

    @TempDir private Path folder;

    @Test
    void readsTabsAsJsonLines() throws Exception {
        Path tabs = write("posts.tsv", "label\ttext", "a\tone", "b\ttwo");
        Path json = write("posts.jsonl", json("a", "one"), json("b", "two"));
        assertThat(texts(tabs, Selection.ALL)).isEqualTo(texts(json, Selection.ALL));
    }

    @Test
    void readsWhatIsCompressed() throws Exception {
        Path file = folder.resolve("posts.tsv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("label\ttext\na\tone\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(texts(file, Selection.ALL)).containsExactly("one");
    }

    @Test
    void conditionsChooseRecords() throws Exception {
        Path file =
                write(
                        "posts.tsv",
                        "label\ttext\tlang\tscore",
                        "a\tone\ten\t4.5",
                        "a\ttwo\tde\t4",
                        "a\tthree\t\t3.9",
                        "a\tfour\tfr\tnone");
        assertThat(texts(file, where("lang", "en", "de"))).containsExactly("one", "two");
        assertThat(texts(file, where("lang", ""))).containsExactly("three");
        assertThat(texts(file, where("lang", "*"))).containsExactly("one", "two", "four");
        assertThat(texts(file, where("score", ">= 4"))).containsExactly("one", "two");
        assertThat(texts(file, where("score", "<= 4"))).containsExactly("two", "three");
        assertThat(
                        texts(
                                file,
                                new Selection(
                                        List.of(),
                                        List.of(new Condition("lang", List.of("en"))),
                                        Optional.empty(),
                                        1,
                                        0)))
                .containsExactly("two", "three", "four");
    }

    @Test
    void whatNamesALabelIsTakenOutAndWhatIsThenShortLeftOut() throws Exception {
        Path file = write("posts.tsv", "label\ttext", "a\tstorm  #a http://x.y now", "a\t#a #b");
        Selection selection =
                new Selection(
                        List.of(), List.of(), Optional.of(Pattern.compile("#\\S+|http\\S+")), 3, 0);
        assertThat(texts(file, selection)).containsExactly("storm now");
        assertThat(Examples.read(new DataPlan(file, FIELDS, selection)).records()).isEqualTo(2);
    }

    @Test
    void ofRecordsThatBeginAlikeTheFirstCounts() throws Exception {
        Path file =
                write(
                        "posts.tsv",
                        "label\ttext",
                        "a\tRT: a fire near Oslo http://x.y",
                        "a\tfire",
                        "a\t\u201cA fire, near OSLO\u201d http://y.z",
                        "a\ta fire near Bergen",
                        "a\tfire ...");
        Optional<Pattern> links = Optional.of(Pattern.compile("RT|http\\S+"));
        assertThat(texts(file, distinct(9, links))).containsExactly(": a fire near Oslo", "fire");
        assertThat(texts(file, distinct(12, links)))
                .containsExactly(": a fire near Oslo", "fire", "a fire near Bergen");
    }

    @Test
    void theFirstCountsWhateverItsLabel() throws Exception {
        Path file = write("posts.tsv", "label\ttext", "a\tfire", "b\tFire!", "b\tstorm");
        Selection selection = distinct(30, Optional.empty());
        assertThat(Examples.read(new DataPlan(file, FIELDS, selection)).all())
                .extracting(Example::label)
                .containsExactly("a", "b");
    }

    @Test
    void vowelSignsAndOtherWritingsOfALetterCount() throws Exception {
        Path file =
                write(
                        "posts.tsv",
                        "label\ttext",
                        "a\t\u0915\u093e",
                        "a\t\u0915\u0940",
                        "a\tcaf\u00e9",
                        "a\tcafe\u0301");
        assertThat(texts(file, distinct(30, Optional.empty())))
                .containsExactly("\u0915\u093e", "\u0915\u0940", "caf\u00e9");
    }

    @Test
    void textsWithoutLettersAreComparedWhole() throws Exception {
        Path file = write("posts.tsv", "label\ttext", "a\t:-)", "a\t:-(", "a\t:-)");
        assertThat(texts(file, distinct(30, Optional.empty()))).containsExactly(":-)", ":-(");
    }

    @Test
    void pairsBeginAlikeWhereBothOfTheirTextsDo() throws Exception {
        Path file =
                write(
                        "pairs.tsv",
                        "query\tpassage",
                        "storms\tall about storms",
                        "storms!\tAll about storms.",
                        "storms\tall about floods");
        DataPlan pairs =
                new DataPlan(file, new Paired("query", "passage"), distinct(30, Optional.empty()));
        assertThat(Examples.read(pairs).all())
                .extracting(example -> example.second().text())
                .containsExactly("all about storms", "all about floods");
    }

    @Test
    void aRecordThatDoesNotCountMayBeEmpty() throws Exception {
        Path file = write("posts.tsv", "label\ttext\tlang", "\t\tde", "a\tone\ten");
        assertThat(texts(file, where("lang", "en"))).containsExactly("one");
        assertThatThrownBy(() -> texts(file, Selection.ALL))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("posts.tsv:2: field 'text' is missing or empty");
    }

    @Test
    void refusesByLineWithoutTheText() throws Exception {
        Path cells = write("posts.tsv", "label\ttext", "a\tone", "a\tsecret\tmore");
        assertThatThrownBy(() -> texts(cells, Selection.ALL))
                .hasMessageContaining("posts.tsv:3: has 3 cells, and the first line names 2")
                .hasMessageNotContaining("secret");
        Path scores = write("pairs.tsv", "first\tsecond\tscore", "one\ttwo\tsecret");
        assertThatThrownBy(
                        () ->
                                Examples.read(
                                        new DataPlan(
                                                scores,
                                                new Scored("first", "second", "score"),
                                                Selection.ALL)))
                .hasMessageContaining("pairs.tsv:2: field 'score' is no number of")
                .hasMessageNotContaining("secret");
    }

    private static Selection distinct(int characters, Optional<Pattern> without) {
        return new Selection(List.of(), List.of(), without, 1, characters);
    }

    private static Selection where(String field, String... values) {
        return new Selection(
                List.of(new Condition(field, List.of(values))), List.of(), Optional.empty(), 1, 0);
    }

    private static List<String> texts(Path file, Selection selection) throws IOException {
        return Examples.read(new DataPlan(file, FIELDS, selection)).all().stream()
                .map(example -> example.first().text())
                .toList();
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private static String json(String label, String text) {
        return "{\"label\": \"%s\", \"text\": \"%s\"}".formatted(label, text);
    }
}
