package io.nearline.training.data;

import io.nearline.embedding.EmbeddableText;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.TaskPlan;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** One task's records in memory, as token ids. */
public final class TaskData {
    private final String name;
    private final double weight;
    private final int beside;
    private final List<Pair> pairs;

    /** Texts by label; empty for a task of pairs. */
    private final List<List<int[]>> partners;

    /** What the plan keeps batches within, by the line of a record; empty where it does not. */
    private final Map<Integer, String> groups;

    private final Summary summary;
    private final List<EmbeddableText> sample;
    private final int negatives;

    /**
     * For each record, others whose right texts are hard to tell from its own; the nearest first.
     */
    private List<int[]> nearest = List.of();

    /**
     * What was found in a file.
     *
     * @param records all of them
     * @param used those that pairs are drawn from
     * @param copies those that only begin as another does
     * @param alone those whose label has no other text
     * @param keptOut those whose text is held out somewhere in the plan
     * @param labels that they have; 0 for a task of pairs
     * @param tokens of a text, on average, as far as it is read
     * @param baseTokens the same by the base's pieces, where the model has more
     * @param cut share of the texts that are longer than that
     * @param unknown share of the tokens that stand for what the vocabulary cannot write
     */
    public record Summary(
            int records,
            int used,
            int copies,
            int alone,
            int keptOut,
            int labels,
            double tokens,
            double baseTokens,
            double cut,
            double unknown) {}

    /**
     * How texts become ids.
     *
     * @param ids of a text
     * @param base its ids by the base's pieces
     * @param unknown the id of what the vocabulary cannot write; -1 if it can write everything
     * @param longest tokens that a text is cut at
     */
    public record Tokens(
            Function<EmbeddableText, int[]> ids,
            Function<EmbeddableText, int[]> base,
            int unknown,
            int longest) {

        /** By the base's pieces alone. */
        public Tokens(Function<EmbeddableText, int[]> ids, int unknown, int longest) {
            this(ids, ids, unknown, longest);
        }
    }

    private TaskData(TaskPlan plan, TaskPairs found, TaskTexts texts, Origin from) {
        this.name = plan.name();
        this.weight = plan.weight();
        this.beside = plan.beside();
        this.negatives = plan.negatives();
        this.pairs = found.pairs();
        this.partners = found.partners();
        this.sample = texts.sample();
        this.groups = new HashMap<>();
        plan.within()
                .ifPresent(
                        field ->
                                from.examples.forEach(
                                        one ->
                                                groups.put(
                                                        one.line().number(),
                                                        one.line().text(field))));
        this.summary = texts.summary(from, pairs.size(), partners.size());
    }

    /**
     * Records to learn from.
     *
     * @param examples the records
     * @param records how many their file has
     * @param copies how many were left out because they only begin as another does
     * @param keptOut how many were left out because their text is held out
     */
    public record Origin(List<Example> examples, int records, int copies, int keptOut) {}

    /**
     * Reads a task's file, all that the plan selects.
     *
     * @param tokenizer of the base
     * @param longest tokens that a text is cut at
     * @throws InvalidPlanException if a field is missing, or if there is nothing to tell apart
     */
    public static TaskData read(
            TaskPlan plan, Function<EmbeddableText, int[]> tokenizer, int longest)
            throws IOException {
        Examples examples = Examples.read(plan.data());
        return of(
                plan,
                new Origin(examples.all(), examples.records(), examples.copies().size(), 0),
                new Tokens(tokenizer, -1, longest));
    }

    /**
     * Takes records that were read.
     *
     * @throws InvalidPlanException if there is nothing to tell apart
     */
    public static TaskData of(TaskPlan plan, Origin from, Tokens tokens) {
        TaskTexts texts = new TaskTexts(tokens);
        return new TaskData(plan, TaskPairs.of(plan, from.examples(), texts), texts, from);
    }

    public String name() {
        return name;
    }

    public Summary summary() {
        return summary;
    }

    /** Some of its texts, the first ones. */
    public List<EmbeddableText> sample() {
        return sample;
    }

    /** How many records stand beside each batch of another task; 0 for batches of its own. */
    public int beside() {
        return beside;
    }

    double weight() {
        return weight;
    }

    int size() {
        return pairs.size();
    }

    /** Whether batches are to be of records of one group. */
    boolean isGrouped() {
        return !groups.isEmpty();
    }

    /** The group of one record. */
    String group(int index) {
        return groups.getOrDefault(pairs.get(index).line(), "");
    }

    /** The pair of one record; of a labelled one, with a partner that reads otherwise. */
    Pair pair(int index, Random random) {
        Pair pair = pairs.get(index);
        if (partners.isEmpty()) {
            return pair;
        }
        List<int[]> mates = partners.get(pair.label());
        int[] partner = mates.get(random.nextInt(mates.size()));
        while (Pair.same(partner, pair.left())) {
            partner = mates.get(random.nextInt(mates.size()));
        }
        return new Pair(pair.left(), partner, pair.label(), pair.score(), pair.line());
    }

    /** How many texts a batch should have for each pair beside the pairs. */
    public int negatives() {
        return negatives;
    }

    /** The left text of each record, in their order. */
    public List<int[]> left() {
        return pairs.stream().map(Pair::left).toList();
    }

    /** The right text of each record, in their order; the left one's own where it has one text. */
    public List<int[]> right() {
        return pairs.stream().map(Pair::right).toList();
    }

    /** Whether records have labels, so that a right text is any other of the label. */
    public boolean isLabelled() {
        return !partners.isEmpty();
    }

    /** Whether two records have the same right text. */
    public boolean haveSameRight(int one, int other) {
        return Pair.same(pairs.get(one).right(), pairs.get(other).right());
    }

    /** Whether the right text of one record may be as good an answer to another's left one. */
    public boolean mayAnswer(int right, int left) {
        return right == left || pairs.get(right).mayAnswer(pairs.get(left));
    }

    /**
     * Says which records' right texts are hard negatives, before batches are learned from.
     *
     * @param nearestRecords for each record, any number of others
     */
    public void setNearest(List<int[]> nearestRecords) {
        nearest = List.copyOf(nearestRecords);
    }

    /** Some of a record's hard negatives, each once, as many as there are and as are wanted. */
    List<Pair> negatives(int index, RandomGenerator random) {
        return nearest.isEmpty()
                ? List.of()
                : Draw.some(nearest.get(index), negatives, random).mapToObj(pairs::get).toList();
    }

    /** A text's first tokens; the special one at the end stays there. */
    public static int[] cut(int[] ids, int longest) {
        if (ids.length <= longest) {
            return ids;
        }
        int[] cut = Arrays.copyOf(ids, longest);
        cut[longest - 1] = ids[ids.length - 1];
        return cut;
    }
}
