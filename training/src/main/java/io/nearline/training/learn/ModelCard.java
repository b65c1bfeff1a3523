package io.nearline.training.learn;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.embedding.bundle.Digests;
import io.nearline.training.data.TaskData;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.plan.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What a bundle's model was made of, and what it came to, beside the bundle's own files. */
final class ModelCard {
    private static final String FILE = "model-card.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelCard() {}

    /**
     * Writes the card into a bundle. Its digest is over the files that its manifest names, so the
     * card does not change it.
     *
     * @param step whose weights the bundle has
     * @param evaluation what 'author evaluate' found; left out where it was not run
     */
    static void write(Preparation prepared, int step, Path evaluation, Path bundle)
            throws IOException {
        TrainingPlan plan = prepared.plan();
        ObjectNode card = JsonNodeFactory.instance.objectNode();
        ObjectNode base = card.putObject("base");
        base.put("name", prepared.base().bundle().id().name());
        base.put("digest", prepared.base().bundle().id().digest());
        card.put("run", prepared.digest());
        card.put("seed", plan.seed());
        card.put("step", step);
        card.put("pairsABatch", plan.schedule().batch());
        card.put("shareOfTheBase", plan.scoring().average());
        prepared.base().vocabulary().ifPresent(larger -> card.put("addedPieces", larger.added()));
        if (!plan.towers().isEmpty()) {
            ObjectNode towers = card.putObject("towers");
            new TreeMap<>(plan.towers())
                    .forEach(
                            (role, tower) -> {
                                ObjectNode one =
                                        towers.putObject(role.name().toLowerCase(Locale.ROOT));
                                one.put("layers", tower.layers());
                                tower.prefix().ifPresent(prefix -> one.put("prefix", prefix));
                            });
        }
        ArrayNode data = card.putArray("learnedFrom");
        List<TaskData> read = prepared.tasks();
        for (int i = 0; i < read.size(); i++) {
            TaskPlan task = plan.tasks().get(i);
            TaskData.Summary found = read.get(i).summary();
            ObjectNode one = data.addObject();
            one.put("task", task.name());
            one.put("file", task.data().file().getFileName().toString());
            one.put("sha256", Digests.sha256(task.data().file()));
            task.data().provenance().source().ifPresent(source -> one.put("source", source));
            task.data().provenance().licence().ifPresent(licence -> one.put("licence", licence));
            one.put("records", found.used());
            if (found.copies() > 0) {
                one.put("copiesLeftOut", found.copies());
            }
            one.put("weight", task.weight());
            if (task.isBeside()) {
                one.put("besideEachBatch", task.beside());
            }
            if (task.negatives() > 0) {
                one.put("hardNegativesAPair", task.negatives());
            }
        }
        if (Files.exists(evaluation)) {
            card.set("evaluation", JSON.readTree(evaluation.toFile()));
        }
        JSON.writerWithDefaultPrettyPrinter().writeValue(bundle.resolve(FILE).toFile(), card);
    }
}
