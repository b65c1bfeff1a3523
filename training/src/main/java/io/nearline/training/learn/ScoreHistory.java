package io.nearline.training.learn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scores of a run's tasks so far, the base's first. */
final class ScoreHistory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Scoring> scorings = new ArrayList<>();
    private final Set<String> deciding;
    private final double tolerance;

    /**
     * Nothing yet.
     *
     * @param deciding tasks whose scores choose what is kept
     * @param tolerance how far one of them may be below the base
     */
    ScoreHistory(Set<String> deciding, double tolerance) {
        this.deciding = deciding;
        this.tolerance = tolerance;
    }

    /**
     * The tasks' scores at one time.
     *
     * @param step that they were after; 0 for the base
     */
    record Scoring(int step, Map<String, Double> scores) {}

    /** Adds what was scored last; the base comes first. */
    void add(int step, Map<String, Double> scores) {
        scorings.add(new Scoring(step, scores));
    }

    boolean isEmpty() {
        return scorings.isEmpty();
    }

    /** Forgets what came after a step: it will come again. */
    void rewind(int step) {
        scorings.removeIf(scoring -> scoring.step > step);
    }

    /** By how much each task is above the base. */
    Map<String, Double> gains(Scoring scoring) {
        Map<String, Double> gains = new LinkedHashMap<>();
        Map<String, Double> base = scorings.get(0).scores;
        scoring.scores.forEach(
                (task, score) -> gains.put(task, score - base.getOrDefault(task, 0.0)));
        return gains;
    }

    /** The scoring of the weights to keep; of equally good ones the first; the base is none. */
    Optional<Scoring> best() {
        Optional<Scoring> best = Optional.empty();
        for (Scoring scoring : scorings.subList(Math.min(1, scorings.size()), scorings.size())) {
            if (best.isEmpty() || gain(scoring).compareTo(gain(best.get())) > 0) {
                best = Optional.of(scoring);
            }
        }
        return best;
    }

    /** How many scorings came after the best one. */
    int sinceBest() {
        int last = scorings.size() - 1;
        return best().map(best -> last - scorings.indexOf(best)).orElse(0);
    }

    DevScores last() {
        Scoring last = scorings.get(scorings.size() - 1);
        return new DevScores(
                last.step, last.scores, gains(last), best().map(last::equals).orElse(false));
    }

    private Gain gain(Scoring scoring) {
        Map<String, Double> gains = gains(scoring);
        gains.keySet().retainAll(deciding);
        return Gain.of(gains.values(), tolerance);
    }

    /** Writes a file, whole or not at all. */
    void write(Path target) throws IOException {
        ArrayNode all = JSON.createArrayNode();
        for (Scoring scoring : scorings) {
            ObjectNode one = all.addObject();
            one.put("step", scoring.step);
            ObjectNode scores = one.putObject("scores");
            scoring.scores.forEach(scores::put);
        }
        Path part = target.resolveSibling(target.getFileName() + ".part");
        JSON.writerWithDefaultPrettyPrinter().writeValue(part.toFile(), all);
        Files.move(
                part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What a file holds; nothing where there is none. */
    static ScoreHistory read(Path source, Set<String> deciding, double tolerance)
            throws IOException {
        ScoreHistory history = new ScoreHistory(deciding, tolerance);
        if (Files.exists(source)) {
            for (JsonNode one : JSON.readTree(source.toFile())) {
                Map<String, Double> scores = new LinkedHashMap<>();
                one.get("scores")
                        .properties()
                        .forEach(score -> scores.put(score.getKey(), score.getValue().asDouble()));
                history.add(one.get("step").asInt(), scores);
            }
        }
        return history;
    }
}
