package io.nearline.training.data;

import io.nearline.embedding.EmbeddableText;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.TaskObjective.Loss;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.plan.TaskPlan.Fields;
import io.nearline.training.plan.TaskPlan.Labelled;
import io.nearline.training.plan.TaskPlan.Paired;
import io.nearline.training.plan.TaskPlan.Scored;
import io.nearline.training.plan.TaskPlan.Single;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/** One task's records in memory, as token ids. */
public final class TaskData {
    private final String name;
    private final double weight;
    private final List<Pair> pairs;

    /** Texts by label; empty for a task of pairs. */
    private final List<List<int[]>> partners;

    private final Summary summary;
    private final List<EmbeddableText> sample;

    /**
     * What was found in a file.
     *
     * @param records all of them
     * @param used those that pairs are drawn from
     * @param labels that they have; 0 for a task of pairs
     * @param tokens of a text, on average, as far as it is read
     * @param cut share of the texts that are longer than that
     */
    public record Summary(int records, int used, int labels, double tokens, double cut) {}

    private TaskData(
            TaskPlan plan, List<Pair> pairs, List<List<int[]>> partners, Texts texts, int records) {
        this.name = plan.name();
        this.weight = plan.weight();
        this.pairs = pairs;
        this.partners = partners;
        this.sample = texts.sample;
        this.summary =
                new Summary(
                        records,
                        pairs.size(),
                        partners.size(),
                        (double) texts.tokens / Math.max(1, texts.count),
                        (double) texts.cut / Math.max(1, texts.count));
    }

    /**
     * Reads a task's file.
     *
     * @param tokenizer of the base
     * @param longest tokens that a text is cut at
     * @throws InvalidPlanException if a field is missing, or if there is nothing to tell apart
     */
    public static TaskData read(
            TaskPlan plan, Function<EmbeddableText, int[]> tokenizer, int longest)
            throws IOException {
        Texts texts = new Texts(tokenizer, longest);
        Fields fields = plan.fields();
        if (fields instanceof Labelled labelled) {
            return labelled(plan, labelled, texts);
        }
        if (fields instanceof Paired paired) {
            return paired(plan, paired, texts);
        }
        return fields instanceof Scored scored
                ? scored(plan, scored, texts)
                : single(plan, (Single) fields, texts);
    }

    private static TaskData paired(TaskPlan plan, Paired fields, Texts texts) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        RecordFile.forEach(
                plan.file(),
                line ->
                        pairs.add(
                                Pair.of(
                                        texts.add(EmbeddableText.query(line.text(fields.query()))),
                                        texts.add(
                                                EmbeddableText.passage(
                                                        line.text(fields.passage()))),
                                        line.number())));
        if (pairs.stream().allMatch(pair -> pair.mayAnswer(pairs.get(0)))) {
            throw new InvalidPlanException(
                    "%s has fewer than two different pairs, so nothing to tell apart"
                            .formatted(plan.file()));
        }
        return new TaskData(plan, pairs, List.of(), texts, pairs.size());
    }

    private static TaskData scored(TaskPlan plan, Scored fields, Texts texts) throws IOException {
        double most = plan.objective().loss() == Loss.BCE ? 1 : Float.MAX_VALUE;
        double least = plan.objective().loss() == Loss.BCE ? 0 : -Float.MAX_VALUE;
        List<Pair> pairs = new ArrayList<>();
        RecordFile.forEach(
                plan.file(),
                line ->
                        pairs.add(
                                new Pair(
                                        texts.add(
                                                EmbeddableText.passage(line.text(fields.first()))),
                                        texts.add(
                                                EmbeddableText.passage(line.text(fields.second()))),
                                        Pair.UNLABELLED,
                                        line.number(fields.score(), least, most),
                                        line.number())));
        if (pairs.stream().mapToDouble(Pair::score).distinct().count() < 2) {
            throw new InvalidPlanException(
                    "%s has fewer than two different scores, so nothing to tell apart"
                            .formatted(plan.file()));
        }
        return new TaskData(plan, pairs, List.of(), texts, pairs.size());
    }

    private static TaskData single(TaskPlan plan, Single fields, Texts texts) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        RecordFile.forEach(
                plan.file(),
                line -> {
                    int[] ids = texts.add(EmbeddableText.passage(line.text(fields.text())));
                    pairs.add(Pair.of(ids, ids, line.number()));
                });
        if (pairs.isEmpty()) {
            throw new InvalidPlanException("%s has no record".formatted(plan.file()));
        }
        return new TaskData(plan, pairs, List.of(), texts, pairs.size());
    }

    private static TaskData labelled(TaskPlan plan, Labelled fields, Texts texts)
            throws IOException {
        Map<String, List<Pair>> byLabel = new TreeMap<>();
        int[] records = new int[1];
        RecordFile.forEach(
                plan.file(),
                line -> {
                    int[] ids = texts.add(EmbeddableText.passage(line.text(fields.text())));
                    byLabel.computeIfAbsent(line.text(fields.label()), label -> new ArrayList<>())
                            .add(Pair.of(ids, ids, line.number()));
                    records[0]++;
                });
        List<Pair> pairs = new ArrayList<>();
        List<List<int[]>> partners = new ArrayList<>();
        for (List<Pair> members : byLabel.values()) {
            int[] first = members.get(0).left();
            if (members.stream().allMatch(one -> Pair.same(one.left(), first))) {
                continue;
            }
            int label = partners.size();
            members.forEach(
                    one -> pairs.add(new Pair(one.left(), one.left(), label, 1, one.line())));
            partners.add(members.stream().map(Pair::left).toList());
        }
        if (partners.size() < 2) {
            throw new InvalidPlanException(
                    "%s has %d labels with two different texts or more; needed are two such labels"
                            .formatted(plan.file(), partners.size()));
        }
        return new TaskData(plan, pairs, partners, texts, records[0]);
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

    double weight() {
        return weight;
    }

    int size() {
        return pairs.size();
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

    /** Cuts texts, and counts. */
    private static final class Texts {
        private static final int SAMPLED = 200;

        private final Function<EmbeddableText, int[]> tokenizer;
        private final int longest;
        private final List<EmbeddableText> sample = new ArrayList<>();
        private int count;
        private int cut;
        private long tokens;

        Texts(Function<EmbeddableText, int[]> tokenizer, int longest) {
            this.tokenizer = tokenizer;
            this.longest = longest;
        }

        int[] add(EmbeddableText text) {
            if (sample.size() < SAMPLED) {
                sample.add(text);
            }
            int[] whole = tokenizer.apply(text);
            int[] ids = whole;
            if (whole.length > longest) {
                ids = Arrays.copyOf(whole, longest);
                // The special token at the end stays there.
                ids[longest - 1] = whole[whole.length - 1];
                cut++;
            }
            count++;
            tokens += ids.length;
            return ids;
        }
    }
}
