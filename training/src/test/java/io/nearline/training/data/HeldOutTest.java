package io.nearline.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.training.plan.DataPlan;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.HeldOutPlan;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.Measure;
import io.nearline.training.plan.Selection;
import io.nearline.training.plan.TaskObjective;
import io.nearline.training.plan.TaskObjective.Loss;
import io.nearline.training.plan.TaskPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutTest {
    private static final TaskObjective INFONCE = new TaskObjective(Loss.INFONCE, 0.05, 0);
    private static final int LABELS = 40;
    private static final int EACH = 25;

    @TempDir private Path folder;
    private Path posts;

    @BeforeEach
    void write() throws Exception {
        List<String> lines = new ArrayList<>();
        lines.add("label\ttext\tbody");
        for (int label = 0; label < LABELS; label++) {
            for (int i = 0; i < EACH; i++) {
                lines.add("l%d\ttext %d of %d\tbody %d of %d".formatted(label, i, label, i, label));
            }
        }
        posts = Files.write(folder.resolve("posts.tsv"), lines);
    }

    @Test
    void theShareOfTheTextsIsHeldOutAndEachRecordIsSomewhereOnce() throws Exception {
        HeldOutPlan part = part("seen", data(posts), Optional.empty(), 0.3);
        HeldOut divided = HeldOut.of(task(part));
        HeldOut.Halves halves = divided.parts().get(part);
        int held = halves.dev().size() + halves.test().size();
        assertThat(held / (double) (LABELS * EACH)).isBetween(0.25, 0.35);
        assertThat(halves.dev().size() / (double) held).isBetween(0.2, 0.4);
        Set<String> all = new HashSet<>();
        Stream.of(divided.rest(), halves.dev(), halves.test())
                .forEach(examples -> all.addAll(HeldOut.keys(examples)));
        assertThat(all).hasSize(LABELS * EACH);
        assertThat(held + divided.rest().size()).isEqualTo(LABELS * EACH);
    }

    @Test
    void unseenLabelsAreInNoOtherPart() throws Exception {
        HeldOutPlan part = part("unseen", data(posts), Optional.of("label"), 0.4);
        HeldOut divided = HeldOut.of(task(part));
        HeldOut.Halves halves = divided.parts().get(part);
        assertThat(labels(halves.test()))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(learned(divided));
        assertThat(labels(halves.dev())).isNotEmpty().doesNotContainAnyElementsOf(learned(divided));
        assertThat(labels(halves.dev())).doesNotContainAnyElementsOf(labels(halves.test()));
    }

    @Test
    void theSameFieldIsHeldOutAlikeInEveryTask() throws Exception {
        HeldOutPlan unseen = part("unseen", data(posts), Optional.of("label"), 0.4);
        DataPlan pairs = new DataPlan(posts, new Paired("text", "body"), Selection.ALL);
        HeldOutPlan other = part("other", pairs, Optional.of("label"), 0.4);
        TaskPlan search = new TaskPlan("search", pairs, List.of(other), INFONCE, 1);
        assertThat(lines(HeldOut.of(task(unseen)).rest()))
                .isEqualTo(lines(HeldOut.of(search).rest()));
    }

    @Test
    void aPartMayMeanItsFieldsOtherwise() throws Exception {
        HeldOutPlan part =
                part(
                        "titles",
                        new DataPlan(posts, new Paired("text", "body"), Selection.ALL),
                        Optional.of("label"),
                        0.4);
        HeldOut.Halves halves = HeldOut.of(task(part)).parts().get(part);
        assertThat(halves.test().get(0).texts()).hasSize(2);
    }

    @Test
    void aFileOfItsOwnMustHaveOtherTexts() throws Exception {
        Path own =
                Files.writeString(
                        folder.resolve("own.tsv"), "label\ttext\nl1\tnew\nl1\tTEXT  3 of 1\n");
        assertThatThrownBy(() -> HeldOut.of(task(ownFile(own, Optional.empty()))))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("own.tsv:3: this text is to be learned from too")
                .hasMessageNotContaining("3 of 1");
    }

    @Test
    void aFileOfUnseenLabelsMustHaveOtherLabels() throws Exception {
        Path own = Files.writeString(folder.resolve("own.tsv"), "label\ttext\nnew\tx\nl1\tother\n");
        assertThatThrownBy(() -> HeldOut.of(task(ownFile(own, Optional.of("label")))))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("own.tsv:3: its 'label' is to be learned from too");
    }

    @Test
    void aTextMustNotBeACopyOfOneToLearnFrom() throws Exception {
        Path learned =
                Files.writeString(
                        folder.resolve("learned.tsv"),
                        "label\ttext\na\tfire!\na\tfire\na\tstorm\n");
        Path own = Files.writeString(folder.resolve("own.tsv"), "label\ttext\nb\tFire\n");
        TaskPlan task =
                new TaskPlan(
                        "interest",
                        distinct(data(learned)),
                        List.of(ownFile(own, Optional.empty())),
                        INFONCE,
                        1);
        assertThatThrownBy(() -> HeldOut.of(task))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessageContaining("own.tsv:2: this text is to be learned from too");
    }

    @Test
    void aPartWithOtherFieldsHasTheRecordsThatCountForItsTask() throws Exception {
        Path tags =
                Files.writeString(
                        folder.resolve("tags.tsv"),
                        "tag\ttext\nx\tfire\ny\tfire\nx\tFire!\ny\tstorm\n");
        HeldOutPlan part =
                part(
                        "texts",
                        distinct(new DataPlan(tags, new Labelled("text", "tag"), Selection.ALL)),
                        Optional.empty(),
                        1);
        DataPlan pairs = distinct(new DataPlan(tags, new Paired("tag", "text"), Selection.ALL));
        HeldOut divided = HeldOut.of(new TaskPlan("hashtag", pairs, List.of(part), INFONCE, 1));
        assertThat(divided.copiesOfTask()).isOne();
        assertThat(divided.parts().get(part).all())
                .extracting(Example::label)
                .containsExactly("x", "y", "y");
    }

    private static DataPlan distinct(DataPlan data) {
        return new DataPlan(
                data.file(),
                data.fields(),
                new Selection(List.of(), List.of(), Optional.empty(), 1, 30));
    }

    private static HeldOutPlan part(String name, DataPlan data, Optional<String> by, double share) {
        return new HeldOutPlan(name, data, by, Optional.of(share), 0.3, 1000, Measure.NDCG);
    }

    private static HeldOutPlan ownFile(Path file, Optional<String> by) {
        return new HeldOutPlan("own", data(file), by, Optional.empty(), 0.3, 1000, Measure.NDCG);
    }

    private TaskPlan task(HeldOutPlan part) {
        return new TaskPlan("interest", data(posts), List.of(part), INFONCE, 1);
    }

    private static DataPlan data(Path file) {
        return new DataPlan(file, new Labelled("text", "label"), Selection.ALL);
    }

    private static Set<String> learned(HeldOut divided) {
        return labels(divided.rest());
    }

    private static Set<String> labels(List<Example> examples) {
        return of(examples, Example::label);
    }

    private static Set<String> lines(List<Example> examples) throws IOException {
        return of(examples, Example::toString);
    }

    private static Set<String> of(List<Example> examples, Function<Example, String> what) {
        return examples.stream().map(what).collect(Collectors.toSet());
    }
}
