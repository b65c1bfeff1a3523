package io.nearline.training.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.training.plan.PlanSchema.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The published schema and the reader take the same plans. */
class PlanSchemaTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern KNOWN = Pattern.compile("is not known here; known are (.*)");

    /** A task that another key names; no schema can say so. */
    private static final String NAMED = "/tasks/texts";

    private static final String STRANGER = "stranger";

    /** Every key, and every kind of task and part. */
    private static final String FULL =
            """
            base: models/base
            seed: 7
            learn: {layers: 2, embeddings: true}
            schedule:
              {steps: 40, batch: 16, rate: 1e-4, warmup: 0, decay: 0.02, clip: 2, temperature: 0.1,
               tokens: 48, checkpoint: 20, mixing: 0.5}
            scores: {every: 5, most: 50, tokens: 48, patience: 3, tolerance: 0.01, average: 0.5}
            anchor: 0.1
            matryoshka: {sizes: [384, 64], weights: [1, 0.5]}
            head: {size: 64, weight: 2, rate: 1e-3}
            student: {layers: [1, 3]}
            vocabulary: {add: 100, from: [texts], texts: passages, least: 2}
            towers: {query: {layers: 2}, member: {layers: 0, prefix: "about me: "}}
            tasks:
              labels:
                file: posts.jsonl
                where: {lang: en, kind: [a, b], bare: }
                except: {topic: ""}
                without: '#\\S+'
                shortest: 20
                distinct: 30
                source: https://example.org/posts
                licence: CC-BY-4.0
                text: body
                label: about
                loss: infonce
                temperature: 0.2
                weight: 2
                within: kind
                negatives: 2
                heldout:
                  unseen: {by: about, share: 0.2, dev: 0.5, most: 50}
                  own:
                    {file: other.tsv, where: {a: b}, except: {c: d}, without: x, shortest: 2, distinct: 3,
                     source: s, licence: l, text: t, label: l}
                  inherited: {file: other.tsv}
              pairs:
                file: pairs.tsv
                query: title
                passage: body
                loss: mse
                heldout:
                  first: {share: 0.1, first: a, second: b, score: c}
                  second: {share: 0.1, query: a, passage: b}
              halves:
                file: halves.tsv
                query: text
                passage: text
                partner: {by: sentence, where: {lang: [en, ""]}, gives: query}
              likes: {file: likes.tsv, query: profile, passage: text, role: member}
              follows: {file: likes.tsv, query: profile, passage: text, role: member}
              scores: {file: scored.tsv, first: a, second: b, score: c, loss: bce}
              texts: {file: texts.tsv, text: a, loss: mse}
            zeroshot:
              topics:
                {file: t.tsv, where: {a: b}, except: {c: d}, without: x, shortest: 2, distinct: 3,
                 source: s, licence: l, text: t, label: l, most: 500}
              alike: {file: p.tsv, first: a, second: b, score: c}
              search: {file: q.tsv, query: a, passage: b}
            """;

    private final PlanSchema schema;

    PlanSchemaTest() throws Exception {
        schema = new PlanSchema();
    }

    @Test
    void thePlansOfTheProjectFit() throws Exception {
        try (Stream<Path> examples = Files.list(Path.of("examples"))) {
            assertThat(examples)
                    .isNotEmpty()
                    .allSatisfy(
                            example -> {
                                assertThat(
                                                schema.problems(
                                                        PlanSchema.tree(Files.readString(example))))
                                        .isEmpty();
                                PlanFile.read(example);
                            });
        }
        assertThat(schema.problems(full())).isEmpty();
        assertThat(refusal(full())).isEmpty();
    }

    @Test
    void everyKeyOfTheReaderIsInTheSchemaAndTheOtherWayRound() {
        Map<JsonNode, Set<String>> read = new HashMap<>();
        for (Place place : schema.places(full())) {
            if (place.isSection()) {
                JsonNode plan = full();
                ((ObjectNode) plan.at(place.path())).put(STRANGER, 1);
                Matcher known = KNOWN.matcher(refusal(plan).orElseThrow());
                assertThat(known.find()).as(place.path()).isTrue();
                read.computeIfAbsent(place.schema(), absent -> new TreeSet<>())
                        .addAll(Arrays.asList(known.group(1).split(", ")));
            }
        }
        assertThat(read).as("root, 8 sections, tower, task, part, set, partner").hasSize(14);
        read.forEach((section, keys) -> assertThat(keys).isEqualTo(keys(section)));
    }

    @Test
    void bothRefuseAKeyTooMany() {
        for (Place place : schema.places(full())) {
            if (place.isSection()) {
                JsonNode plan = full();
                ((ObjectNode) plan.at(place.path())).put(STRANGER, 1);
                assertThat(schema.problems(plan)).as(place.path()).isNotEmpty();
            }
        }
    }

    @Test
    void bothAgreeOnEveryKeyThatIsLeftOut() {
        int refused = 0;
        for (Place place : schema.places(full())) {
            int slash = place.path().lastIndexOf('/');
            if (slash >= 0
                    && !place.path().equals(NAMED)
                    && full().at(place.path().substring(0, slash)).isObject()) {
                JsonNode plan = full();
                ((ObjectNode) plan.at(place.path().substring(0, slash)))
                        .remove(place.path().substring(slash + 1));
                refused += agreeing(plan, place.path() + " left out") ? 0 : 1;
            }
        }
        assertThat(refused).as("keys that must be there").isGreaterThan(20);
    }

    @Test
    void bothAgreeOnEveryValueAtAndBeyondABound() {
        int refused = 0;
        int taken = 0;
        for (Place place : schema.places(full())) {
            for (JsonNode value : values(place)) {
                JsonNode plan = full();
                replace(plan, place.path(), value);
                if (agreeing(plan, place.path() + " is " + value)) {
                    taken++;
                } else {
                    refused++;
                }
            }
        }
        assertThat(taken).isGreaterThan(100);
        assertThat(refused).isGreaterThan(200);
    }

    @Test
    void whatTheSchemaCallsADefaultIsOne() {
        String bare =
                """
                base: base
                learn: {layers: 1}
                schedule: {steps: 40}
                head: {size: 8}
                tasks:
                  any:
                    file: a.tsv
                    text: text
                    label: label
                    heldout: {part: {share: 0.1}, own: {file: b.tsv}}
                zeroshot: {set: {file: c.tsv, text: text, label: label}}
                """;
        ObjectNode plan = (ObjectNode) PlanSchema.tree(bare);
        plan.putObject("scores");
        int filled = 0;
        for (Place place : schema.places(plan)) {
            ObjectNode here = place.isSection() ? (ObjectNode) plan.at(place.path()) : null;
            for (Map.Entry<String, JsonNode> key : place.schema().path("properties").properties()) {
                JsonNode usual = schema.resolved(key.getValue()).path("default");
                boolean ofAShare =
                        here != null && here.has("share") && key.getKey().equals("shortest");
                if (here != null
                        && !usual.isMissingNode()
                        && !here.has(key.getKey())
                        && !ofAShare) {
                    here.set(key.getKey(), usual);
                    filled++;
                }
            }
        }
        assertThat(filled).isGreaterThan(20);
        assertThat(read(plan)).isEqualTo(PlanFile.parse(Path.of("plan.yaml"), bare));
    }

    /** Values of and beyond what the schema allows somewhere, of right and of wrong types. */
    private List<JsonNode> values(Place place) {
        JsonNode type = place.schema();
        List<JsonNode> values = new ArrayList<>();
        if (place.path().equals("/student/layers/1") || place.path().equals("/vocabulary/from/0")) {
            return values;
        }
        if (type.has("minimum")) {
            values.add(type.get("minimum"));
            values.add(JSON.numberNode(type.get("minimum").asDouble() - 1));
        }
        if (type.has("exclusiveMinimum")) {
            values.add(JSON.numberNode(0));
            values.add(JSON.numberNode(-1));
            values.add(JSON.numberNode(1e-9));
        }
        if (type.has("maximum") && !hasABoundOfItsOwn(place)) {
            values.add(type.get("maximum"));
            values.add(JSON.numberNode(type.get("maximum").asLong() + 1));
        }
        type.path("enum").forEach(values::add);
        boolean mayBeAnything = place.path().matches(".*/(where|except)/[^/]*");
        if (!type.path("type").isTextual() || !type.path("type").asText().equals("object")) {
            values.addAll(List.of(JSON.textNode("x"), JSON.objectNode(), JSON.arrayNode()));
        }
        if (place.isSection()) {
            values.addAll(List.of(JSON.objectNode(), JSON.textNode("x"), JSON.arrayNode()));
        }
        if (mayBeAnything || type.path("pattern").asText().equals("\\S")) {
            values.addAll(
                    List.of(
                            JSON.textNode(""),
                            JSON.textNode(" "),
                            JSON.numberNode(3),
                            JSON.booleanNode(true)));
        }
        return values.stream().map(PlanSchemaTest::whole).toList();
    }

    /** Whole numbers are written as such: the reader does not take 1.0 for a count. */
    private static JsonNode whole(JsonNode number) {
        return number.isDouble() && number.asDouble() % 1 == 0
                ? JSON.numberNode(number.asLong())
                : number;
    }

    /** No more warm-up than steps, layers that ascend: no schema can say so. */
    private static boolean hasABoundOfItsOwn(Place place) {
        return place.path().endsWith("/warmup") || place.path().equals("/student/layers/0");
    }

    private boolean agreeing(JsonNode plan, String what) {
        boolean taken = refusal(plan).isEmpty();
        assertThat(schema.problems(plan).isEmpty())
                .as("%s; the reader: %s", what, refusal(plan).orElse("takes it"))
                .isEqualTo(taken);
        return taken;
    }

    private static void replace(JsonNode plan, String path, JsonNode value) {
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return;
        }
        JsonNode above = plan.at(path.substring(0, slash));
        if (above instanceof ArrayNode list) {
            list.set(Integer.parseInt(path.substring(slash + 1)), value);
        } else {
            ((ObjectNode) above).set(path.substring(slash + 1), value);
        }
    }

    private static Set<String> keys(JsonNode section) {
        Set<String> keys = new TreeSet<>();
        section.path("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static JsonNode full() {
        return PlanSchema.tree(FULL);
    }

    private static Optional<String> refusal(JsonNode plan) {
        try {
            read(plan);
            return Optional.empty();
        } catch (InvalidPlanException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** JSON is YAML. */
    private static TrainingPlan read(JsonNode plan) {
        return PlanFile.parse(Path.of("plan.yaml"), plan.toString());
    }
}
