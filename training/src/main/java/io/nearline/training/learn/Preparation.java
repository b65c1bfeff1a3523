package io.nearline.training.learn;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.training.data.TaskData;
import io.nearline.training.evaluate.PlanData;
import io.nearline.training.evaluate.PlanRecords;
import io.nearline.training.evaluate.ScoreSet;
import io.nearline.training.evaluate.SetScore;
import io.nearline.training.model.BaseModel;
import io.nearline.training.model.Encoder;
import io.nearline.training.model.Encoders;
import io.nearline.training.model.FrozenOutputs;
import io.nearline.training.model.InputText;
import io.nearline.training.model.LargerVocabulary;
import io.nearline.training.model.ModelStart;
import io.nearline.training.model.Parity;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.TrainingPlan;
import io.nearline.training.plan.VocabularyPlan;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A plan with all that it names opened and looked at: base, data, and the base's weights on
 * PyTorch, which give the base's vectors. Owns native memory.
 */
public final class Preparation implements AutoCloseable {
    private static final int COMPARED = 50;

    private final TrainingPlan plan;
    private final BaseModel base;
    private final Scope scope;
    private final Encoders encoders;
    private final PlanData data;
    private final Parity parity;
    private final TrainedModel model;
    private final long baseNumbers;
    private final UntrainedBase untrained;

    /** Opened here, so closed here. */
    private @Nullable FrozenOutputs owned;

    private Preparation(
            TrainingPlan plan, BaseModel base, Scope scope, Encoder encoder, PlanData data) {
        this.plan = plan;
        this.base = base;
        this.scope = scope;
        this.data = data;
        PlanLimits.require(plan, encoder.layers());
        try (Encoder whole = base.wholeEncoder(scope)) {
            this.parity = compare(whole);
            this.baseNumbers = whole.parameters().stream().mapToLong(Parameter::size).sum();
        }
        encoder.learn(plan.learn());
        this.encoders = Encoders.of(encoder, plan.towers());
        this.model = new TrainedModel(plan, base, scope, encoders, data.tasks());
        this.untrained = new UntrainedBase(base, scope);
    }

    /**
     * Opens what a plan names.
     *
     * @param threads for PyTorch
     * @throws InvalidPlanException if it asks for what base or data do not have
     * @throws io.nearline.embedding.ModelRejectedException if the base cannot be trained
     */
    public static Preparation of(TrainingPlan plan, int threads) throws IOException {
        PlanRecords records = PlanRecords.read(plan);
        BaseModel base = BaseModel.open(plan.base(), start(plan, records));
        try {
            int longest = Math.min(plan.schedule().tokens(), base.manifest().maxTokens());
            PlanData data =
                    records.tokenized(
                            new TaskData.Tokens(
                                    base.trainedTokenizer()::ids,
                                    base::tokenize,
                                    base.trainedTokenizer().unknown(),
                                    longest));
            Scope scope = Scope.open(threads);
            try {
                return new Preparation(plan, base, scope, base.encoder(scope), data);
            } catch (RuntimeException | Error e) {
                scope.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            base.close();
            throw e;
        }
    }

    private static ModelStart start(TrainingPlan plan, PlanRecords records) {
        return new ModelStart(
                plan.student().layers(),
                plan.vocabulary().map(vocabulary -> wanted(vocabulary, records)),
                plan.towers());
    }

    private static LargerVocabulary.Wanted wanted(VocabularyPlan plan, PlanRecords records) {
        return new LargerVocabulary.Wanted(
                plan.add(),
                plan.least(),
                records.textsOf(plan.from()).stream().filter(plan::isFrom).toList());
    }

    private Parity compare(Encoder whole) {
        try (ModelEncoder reference = base.reference()) {
            return Parity.between(whole, base::tokenize, reference::vector, texts(COMPARED))
                    .require(Parity.OF_GRAPH, plan.base().toString());
        }
    }

    public TrainingPlan plan() {
        return plan;
    }

    public BaseModel base() {
        return base;
    }

    /** What reads posts. */
    public Encoder encoder() {
        return encoders.posts();
    }

    /** What reads posts and, where the plan has towers, what reads other texts. */
    public Encoders encoders() {
        return encoders;
    }

    public List<TaskData> tasks() {
        return data.tasks();
    }

    /** Tokens that the texts to learn from are cut at. */
    int longest() {
        return Math.min(plan.schedule().tokens(), base.manifest().maxTokens());
    }

    /** What there is to learn from and to be scored by. */
    public PlanData data() {
        return data;
    }

    /**
     * Scores the vectors that would serve with the weights as they are.
     *
     * @param longest tokens that a text is cut at; at the base's window at the latest
     */
    public SetScore score(ScoreSet set, int longest) {
        return set.score(vectors(set, this::input, longest, model::vectors));
    }

    /**
     * The same of the base's vectors, by its own pieces, a student's by all its layers.
     *
     * <p>Unless there is a student the encoder of the posts computes them, so it must have the
     * base's weights.
     */
    public SetScore scoreBase(ScoreSet set, int longest) {
        Encoders whole =
                base.hasStudent() ? Encoders.of(untrained.encoder()) : Encoders.of(encoder());
        return set.score(
                vectors(set, text -> InputText.post(base.tokenize(text)), longest, whole::vectors));
    }

    /** The encoders' own vectors of a set's texts, in their order. */
    public List<float[]> encoderVectors(ScoreSet set, int longest) {
        return vectors(set, this::input, longest, encoders::vectors);
    }

    /** A text as the model reads it that is trained. */
    InputText input(EmbeddableText text) {
        return new InputText(entry(text), base.trainedTokenizer().ids(text));
    }

    /** By which encoder a text enters. */
    Role entry(EmbeddableText text) {
        return encoders.entry(text.role());
    }

    private static InputText cut(InputText text, int longest) {
        return new InputText(text.entry(), TaskData.cut(text.ids(), longest));
    }

    private static List<float[]> vectors(
            ScoreSet set,
            Function<EmbeddableText, InputText> read,
            int longest,
            Function<List<InputText>, List<float[]>> vectorsOf) {
        return ByLength.vectors(
                set.texts().stream().map(text -> cut(read.apply(text), longest)).toList(),
                vectorsOf);
    }

    /** With the base's exported graph, before anything was learned. */
    public Parity parity() {
        return parity;
    }

    /** Texts of all tasks in turn, to compare vectors with. */
    List<EmbeddableText> texts(int most) {
        List<EmbeddableText> texts = new ArrayList<>();
        int longest = tasks().stream().mapToInt(task -> task.sample().size()).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (TaskData task : tasks()) {
                if (i < task.sample().size() && texts.size() < most) {
                    texts.add(task.sample().get(i));
                }
            }
        }
        return texts;
    }

    /** How many numbers the base's weights are, a student's with all its layers. */
    long baseNumbers() {
        return baseNumbers;
    }

    Scope scope() {
        return scope;
    }

    /** What each task's batches are made to lower. */
    BatchLoss loss() {
        return loss(plan);
    }

    /** The same without the anchor. */
    BatchLoss lossOfTasks() {
        return loss(plan.withoutAnchor());
    }

    private BatchLoss loss(TrainingPlan wanted) {
        return new BatchLoss(
                wanted,
                encoders,
                model.views(),
                BatchLoss.needsBase(wanted) ? untrained.vectors() : null);
    }

    /**
     * Computes what the frozen layers give once a text from now on, before {@link #loss}.
     *
     * @param directory whose disk it takes room on, and where nothing stays
     */
    void keepFrozenOutputs(Path directory) throws IOException {
        if (encoders.frozenLayers() > 0 && !untrained.keeps()) {
            owned = openFrozenOutputs(directory);
            keepFrozenOutputs(owned);
        }
    }

    /**
     * Empty ones, to be kept by this and by other preparations of the same base and layers.
     *
     * @param directory whose disk they take room on, and where nothing stays
     */
    public FrozenOutputs openFrozenOutputs(Path directory) throws IOException {
        return FrozenOutputs.in(directory, encoders.frozenLayers(), DiskNeed.of(this).all());
    }

    /**
     * Takes from others what the frozen layers give, and gives them what they lack.
     *
     * @param shared of a plan with the same base, student and layers; closed by the caller
     */
    public void keepFrozenOutputs(FrozenOutputs shared) {
        // Where tables learn nothing is frozen, and nothing may be kept.
        if (encoders.frozenLayers() > 0) {
            untrained.keep(shared);
            encoders.keep(shared);
        }
    }

    /** What is trained and served. */
    TrainedModel model() {
        return model;
    }

    /** A digest of all that the weights depend on, but for the processors. */
    String digest() throws IOException {
        return PlanDigest.ofRun(plan, base);
    }

    /** A digest of the base, and of which records are learned from and which are not. */
    String splitDigest() throws IOException {
        return PlanDigest.ofSplits(plan, base);
    }

    @Override
    public void close() {
        encoders.close();
        untrained.close();
        if (owned != null) {
            owned.close();
        }
        scope.close();
        base.close();
    }
}
