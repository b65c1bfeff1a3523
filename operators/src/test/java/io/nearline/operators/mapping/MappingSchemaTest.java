package io.nearline.operators.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The published schema and the reader take the same mappings. */
class MappingSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Together they have every key and every choice. */
    private static final List<String> FULL =
            List.of(
                    """
                    id: {join: [a, 'b[0]'], with: '-'}
                    revision: {first: [a, b]}
                    kind: {path: a, create: [c, 9], update: u, delete: [false, x]}
                    event_time: {first: [a, b], unit: epoch-micros}
                    author: a
                    lang: {always: en}
                    title: {first: [a, 'b[]']}
                    body: {join: ['a[].b', b], with: ' '}
                    article_title: [a, b]
                    article_description: a
                    media_text: a
                    hashtags: {in: [a, b], pattern: '#(a)'}
                    attributes: {a: b, 'c d': [e, 'f[]'], g: {always: h}, i: {join: j}}
                    """,
                    """
                    id: [a, b]
                    revision: {path: a, pattern: 'yyyy-MM-dd HH:mm', zone: UTC}
                    kind: {delete_when_true: a}
                    event_time: {path: a, pattern: 'yyyy-MM-dd HH:mm', zone: UTC}
                    title: {first: a}
                    hashtags: ['a[]']
                    """,
                    """
                    id: a
                    revision: {always: 3}
                    kind: {delete_when_set: a}
                    body: a
                    hashtags: {in: a, pattern: b}
                    """,
                    """
                    id: a
                    revision: {path: a}
                    media_text: a
                    """,
                    """
                    id: {join: a}
                    revision: a
                    body: a
                    """,
                    """
                    envelope: debezium-postgres
                    id: a
                    body: b
                    """,
                    """
                    envelope: debezium-mysql
                    id: a
                    event_time: {path: a, unit: epoch-micros}
                    body: b
                    """);

    private static final List<String> ODD =
            List.of(
                    "3",
                    "-1",
                    "4611686018427387904",
                    "4611686018427387905",
                    "1.5",
                    "true",
                    "null",
                    "''",
                    "' '",
                    "a",
                    "'a.b'",
                    "'a[]'",
                    "'a[1]'",
                    "'a[12345]'",
                    "a.",
                    "'a..b'",
                    "'a\\b'",
                    "'a\\'",
                    "'\\.'",
                    "'a]'",
                    "[]",
                    "[a]",
                    "['a[]']",
                    "[1]",
                    "[a, '']",
                    "[[a]]",
                    "{}",
                    "{a: b}",
                    "{join: a}",
                    "{first: [a]}",
                    "{always: a}",
                    "{path: a}",
                    "{path: a, first: b}",
                    "{path: a, unit: iso-8601}",
                    "{path: 'a[]', unit: iso-8601}",
                    "{path: a, delete: x}",
                    "{path: a, zone: UTC}",
                    "epoch-millis");

    private final Schema schema;

    MappingSchemaTest() throws Exception {
        try (InputStream in = MappingFile.class.getResourceAsStream("post-mapping.schema.json")) {
            schema =
                    SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                            .getSchema(JSON.readTree(Objects.requireNonNull(in)));
        }
    }

    @Test
    void bothTakeEveryKeyAndChoice() {
        for (String mapping : FULL) {
            assertThat(schema.validate(tree(mapping))).as(mapping).isEmpty();
            assertThat(isTaken(tree(mapping))).as(mapping).isTrue();
        }
    }

    @Test
    void everyKeyOfTheSchemaIsReadAndNoOther() {
        for (String mapping : FULL) {
            for (String place : places(tree(mapping))) {
                JsonNode changed = tree(mapping);
                if (changed.at(place) instanceof ObjectNode section
                        && !place.equals("/attributes")) {
                    section.put("stranger", "a");
                    assertThat(isTaken(changed)).as("%s in %s", place, mapping).isFalse();
                    agree(changed);
                }
            }
        }
    }

    @Test
    void everyKeyStandsInTheReference() throws Exception {
        String page = Files.readString(Path.of("../docs/reference/post-mapping.md"));
        for (String mapping : FULL) {
            tree(mapping)
                    .fieldNames()
                    .forEachRemaining(key -> assertThat(page).contains("`" + key + "`"));
        }
        assertThat(page).contains(TimeFormat.UNITS);
    }

    @Test
    void bothAgreeOnEveryKeyThatIsLeftOut() {
        for (String mapping : FULL) {
            for (String place : places(tree(mapping))) {
                JsonNode changed = tree(mapping);
                if (!isOfAnotherLanguage(place)
                        && above(changed, place) instanceof ObjectNode section) {
                    section.remove(last(place));
                    agree(changed);
                }
            }
        }
    }

    @Test
    void bothAgreeOnEveryOddValue() {
        int taken = 0;
        int refused = 0;
        for (String mapping : FULL) {
            for (String place : places(tree(mapping))) {
                for (String odd :
                        place.isEmpty() || isOfAnotherLanguage(place) ? List.<String>of() : ODD) {
                    JsonNode changed = tree(mapping);
                    if (above(changed, place) instanceof ObjectNode section) {
                        section.set(last(place), tree(odd));
                    } else if (above(changed, place) instanceof ArrayNode list) {
                        list.set(Integer.parseInt(last(place)), tree(odd));
                    }
                    if (agree(changed)) {
                        taken++;
                    } else {
                        refused++;
                    }
                }
            }
        }
        assertThat(taken).isGreaterThan(100);
        assertThat(refused).isGreaterThan(500);
    }

    /** Patterns and zones have rules of their own, which no schema knows. */
    private static boolean isOfAnotherLanguage(String place) {
        return place.endsWith("/pattern") || place.endsWith("/zone");
    }

    private boolean agree(JsonNode mapping) {
        boolean taken = isTaken(mapping);
        assertThat(schema.validate(mapping).isEmpty()).as(mapping.toString()).isEqualTo(taken);
        return taken;
    }

    /** JSON is YAML. */
    private static boolean isTaken(JsonNode mapping) {
        try {
            MappingFile.parse("m", mapping.toString());
            return true;
        } catch (InvalidMappingException e) {
            return false;
        }
    }

    private static JsonNode tree(String yaml) {
        return JSON.valueToTree(new Yaml().load(yaml));
    }

    private static List<String> places(JsonNode tree) {
        List<String> places = new ArrayList<>();
        addPlaces("", tree, places);
        return places;
    }

    private static void addPlaces(String at, JsonNode tree, List<String> places) {
        places.add(at);
        tree.properties()
                .forEach(entry -> addPlaces(at + "/" + entry.getKey(), entry.getValue(), places));
        for (int i = 0; tree.isArray() && i < tree.size(); i++) {
            addPlaces(at + "/" + i, tree.get(i), places);
        }
    }

    private static JsonNode above(JsonNode tree, String place) {
        return tree.at(place.substring(0, Math.max(0, place.lastIndexOf('/'))));
    }

    private static String last(String place) {
        return place.substring(place.lastIndexOf('/') + 1);
    }
}
