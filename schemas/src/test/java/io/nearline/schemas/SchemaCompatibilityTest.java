package io.nearline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Any two versions of a schema read each other, in both directions: backward, forward and
 * transitive.
 */
class SchemaCompatibilityTest {

    private static final String TYPES = "io.nearline.schemas.FrozenVersion#TYPES";
    private static final String KIND =
            """
            {"name": "kind", "default": "UNKNOWN", "type": {"type": "enum", "name": "Kind", \
            "symbols": ["UNKNOWN", "CREATE"], "default": "UNKNOWN"}}\
            """;
    private static final String KIND_WITH_MERGE =
            KIND.replace("\"CREATE\"", "\"CREATE\", \"MERGE\"");
    private static final String ID = "{\"name\": \"id\", \"type\": \"string\"}";

    @ParameterizedTest
    @FieldSource(TYPES)
    void everyVersionReadsEveryOther(Class<? extends SpecificRecord> type) {
        List<Schema> versions = new ArrayList<>();
        FrozenVersion.all(type).forEach(version -> versions.add(version.schema()));
        versions.add(FrozenVersion.source(type));

        assertThat(problems(versions)).isEmpty();
    }

    @Test
    void acceptsNewFieldWithDefault() {
        assertCompatible(
                post(ID), post(ID, "{\"name\": \"length\", \"type\": \"int\", \"default\": 0}"));
    }

    @Test
    void acceptsNewSymbolOfAnEnumWithDefault() {
        assertCompatible(post(ID, KIND), post(ID, KIND_WITH_MERGE));
    }

    @Test
    void refusesNewFieldWithoutDefault() {
        assertIncompatible(post(ID), post(ID, "{\"name\": \"length\", \"type\": \"int\"}"));
    }

    @Test
    void refusesToDropFieldWithoutDefault() {
        assertIncompatible(post(ID, KIND), post(KIND));
    }

    @Test
    void refusesWiderNumberBecauseOldReadersCannotReadIt() {
        assertIncompatible(
                post("{\"name\": \"length\", \"type\": \"int\", \"default\": 0}"),
                post("{\"name\": \"length\", \"type\": \"long\", \"default\": 0}"));
    }

    @Test
    void refusesNewSymbolOfAnEnumWithoutDefault() {
        assertIncompatible(
                post(KIND.replace(", \"default\": \"UNKNOWN\"}}", "}}")),
                post(KIND_WITH_MERGE.replace(", \"default\": \"UNKNOWN\"}}", "}}")));
    }

    @Test
    void refusesChangeThatOnlyAnOlderVersionCannotRead() {
        Schema text = post(ID, "{\"name\": \"n\", \"type\": \"string\", \"default\": \"\"}");
        Schema dropped = post(ID);
        Schema number = post(ID, "{\"name\": \"n\", \"type\": \"int\", \"default\": 0}");

        assertCompatible(text, dropped);
        assertCompatible(dropped, number);
        assertIncompatible(text, dropped, number);
    }

    @ParameterizedTest
    @FieldSource(TYPES)
    void everyFieldAndTypeIsDocumented(Class<? extends SpecificRecord> type) {
        for (Schema named : NamedTypes.in(FrozenVersion.source(type))) {
            assertThat(named.getDoc()).as("doc of %s", named.getName()).isNotBlank();
            if (named.getType() == Schema.Type.RECORD) {
                for (Schema.Field field : named.getFields()) {
                    assertThat(field.doc())
                            .as("doc of %s.%s", named.getName(), field.name())
                            .isNotBlank();
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource(TYPES)
    void everyEnumFallsBackToUnknown(Class<? extends SpecificRecord> type) {
        for (Schema named : NamedTypes.in(FrozenVersion.source(type))) {
            if (named.getType() == Schema.Type.ENUM) {
                assertThat(named.getEnumDefault())
                        .as("default of %s", named.getName())
                        .isEqualTo("UNKNOWN");
            }
        }
    }

    private static void assertCompatible(Schema... versions) {
        assertThat(problems(List.of(versions))).isEmpty();
    }

    private static void assertIncompatible(Schema... versions) {
        assertThat(problems(List.of(versions))).isNotEmpty();
    }

    /**
     * What keeps any of the versions from reading any other. Avro's SchemaValidator would do less:
     * it lets an enum without default grow, on whose new symbols old readers then fail.
     */
    private static List<Incompatibility> problems(List<Schema> versions) {
        List<Incompatibility> problems = new ArrayList<>();
        for (Schema reader : versions) {
            for (Schema writer : versions) {
                problems.addAll(
                        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                                .getResult()
                                .getIncompatibilities());
            }
        }
        return problems;
    }

    private static Schema post(String... fields) {
        return new Schema.Parser()
                .parse(
                        """
                        {"type": "record", "name": "Post", "fields": [%s]}\
                        """
                                .formatted(String.join(", ", fields)));
    }
}
