package io.nearline.training.learn;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.training.data.Batches;
import io.nearline.training.data.TaskData;
import io.nearline.training.model.BaseModel;
import io.nearline.training.model.Encoder;
import io.nearline.training.model.Encoders;
import io.nearline.training.model.InputText;
import io.nearline.training.model.ProjectionHead;
import io.nearline.training.model.Tower;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.TrainingPlan;
import io.nearline.training.plan.VectorPlan;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Encoders and, where the plan asks for one, a head: what learns, and what serves in the end. The
 * head is behind all encoders.
 */
final class TrainedModel {
    /** Texts whose vectors a head starts from. */
    private static final int SAMPLED_BATCHES = 96;

    private static final int SAMPLED_BATCH = 32;

    private final TrainingPlan plan;
    private final BaseModel base;
    private final Scope scope;
    private final Encoders encoders;
    private final List<TaskData> tasks;
    private @Nullable ProjectionHead head;

    /**
     * Of the encoders, with their weights at the base's.
     *
     * @throws InvalidPlanException if the plan asks for longer vectors than the base has
     */
    TrainedModel(
            TrainingPlan plan,
            BaseModel base,
            Scope scope,
            Encoders encoders,
            List<TaskData> tasks) {
        this.plan = plan;
        this.base = base;
        this.scope = scope;
        this.encoders = encoders;
        this.tasks = tasks;
        plan.vectors().prefixes().forEach(one -> require("matryoshka.sizes has", one.size()));
        plan.vectors().head().ifPresent(one -> require("head.size is", one.size()));
    }

    private void require(String what, int size) {
        if (size > encoders.dimensions()) {
            throw new InvalidPlanException(
                    "%s %d, and vectors of %s have %d numbers: give no more than that"
                            .formatted(what, size, plan.base(), encoders.dimensions()));
        }
    }

    /** All that learns. */
    List<Parameter> learning() {
        List<Parameter> all = new ArrayList<>(encoders.learning());
        head().ifPresent(one -> all.add(one.weights()));
        return all;
    }

    /** What the schedule's rate is multiplied with for a parameter that learns. */
    double rateFactor(Parameter parameter) {
        return plan.vectors()
                .head()
                .flatMap(VectorPlan.Head::rate)
                .filter(rate -> head().filter(one -> one.weights() == parameter).isPresent())
                .map(rate -> rate / plan.schedule().rate())
                .orElse(1.0);
    }

    /** What losses are computed on; weights sum up to 1. */
    List<View> views() {
        List<VectorPlan.Prefix> prefixes = plan.vectors().prefixes();
        if (prefixes.isEmpty()) {
            prefixes = List.of(new VectorPlan.Prefix(encoders.dimensions(), 1));
        }
        double ofHead = plan.vectors().head().map(VectorPlan.Head::weight).orElse(0.0);
        double all = ofHead + prefixes.stream().mapToDouble(VectorPlan.Prefix::weight).sum();
        List<View> views = new ArrayList<>();
        prefixes.forEach(one -> views.add(new View.Prefix(one.size(), one.weight() / all)));
        head().ifPresent(one -> views.add(new View.Projected(one, ofHead / all)));
        return views;
    }

    /** Made when it is first needed, of the vectors that the encoder gives then. */
    private Optional<ProjectionHead> head() {
        if (head == null && plan.vectors().head().isPresent()) {
            int size = plan.vectors().head().get().size();
            List<int[]> texts = sampledTexts();
            if (texts.size() <= size) {
                throw new InvalidPlanException(
                        "head.size is %d, and the tasks have %d different texts: give more texts than that"
                                .formatted(size, texts.size()));
            }
            head = ProjectionHead.of(scope, encoders.posts().vectors(texts), size);
        }
        return Optional.ofNullable(head);
    }

    private List<int[]> sampledTexts() {
        Set<IntBuffer> texts = new LinkedHashSet<>();
        Batches batches = new Batches(tasks, SAMPLED_BATCH, plan.schedule().mixing(), plan.seed());
        for (int i = 0; i < SAMPLED_BATCHES; i++) {
            Stream.concat(Stream.of(batches.next()), batches.nextBeside().stream())
                    .flatMap(batch -> Stream.concat(batch.left().stream(), batch.right().stream()))
                    .forEach(text -> texts.add(IntBuffer.wrap(text)));
        }
        return texts.stream().map(IntBuffer::array).toList();
    }

    /** Vectors as they will serve: the head's where there is one. */
    List<float[]> vectors(List<InputText> texts) {
        List<float[]> whole = encoders.vectors(texts);
        return head().map(one -> one.vectors(scope, whole)).orElse(whole);
    }

    /** How the graphs are to be read that {@link #writeWithTokenizer} writes. */
    ModelManifest manifest() {
        return readAs(head().map(base::manifest).orElseGet(base::manifest));
    }

    /** The same, where the main output is the whole vector. */
    ModelManifest manifestOfTheWhole() {
        return readAs(base.manifest());
    }

    private ModelManifest readAs(ModelManifest read) {
        return base.entered(base.trainedTokenizer().in(read.asExported()));
    }

    /** Writes what {@code model package} reads: the graph, that of each tower, the tokenizer. */
    void writeWithTokenizer(Path directory) throws IOException {
        Files.createDirectories(directory);
        write(encoders.posts(), directory.resolve(ModelBundle.GRAPH));
        for (Map.Entry<Role, Encoder> tower : encoders.towers().entrySet()) {
            write(tower.getValue(), directory.resolve(Tower.graph(tower.getKey())));
        }
        base.trainedTokenizer().writeTo(directory.resolve(ModelBundle.TOKENIZER));
    }

    private void write(Encoder encoder, Path graph) throws IOException {
        if (head().isPresent()) {
            base.write(encoder.export(), head().get(), graph);
        } else {
            base.write(encoder.export(), graph);
        }
    }
}
