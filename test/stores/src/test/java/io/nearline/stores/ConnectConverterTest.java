package io.nearline.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import io.nearline.testkit.Updates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of a converter for Kafka Connect. */
class ConnectConverterTest {

    private static final String TOPIC = "index-updates";

    @TempDir private static Path classes;
    private static CompiledExample example;
    private static Converter converter;

    @BeforeAll
    static void compile() throws Exception {
        example = new CompiledExample("IndexUpdateConverter", classes);
        converter = example.make(Converter.class);
    }

    @AfterAll
    static void unload() throws Exception {
        example.close();
    }

    private static Struct read(IndexUpdate update) {
        SchemaAndValue read = converter.toConnectData(TOPIC, Updates.value(update));
        Struct struct = (Struct) read.value();
        struct.validate();
        return struct;
    }

    @Test
    void anUpsertHasItsVectorAsNumbers() {
        IndexUpdate update =
                IndexUpdate.newBuilder(Updates.upsert("p1", 7, "m", new float[] {0.6f, 0.8f}))
                        .setAttributes(Map.of("author", "a"))
                        .build();

        Struct read = read(update);

        assertThat(read.getString("post_id")).isEqualTo("p1");
        assertThat(read.getString("model")).isEqualTo("m");
        assertThat(read.getString("model_digest")).isEqualTo(update.getModelDigest());
        assertThat(read.getString("kind")).isEqualTo("UPSERT");
        assertThat(read.getInt64("revision")).isEqualTo(7);
        assertThat(read.getString("attributes")).isEqualTo("{\"author\":\"a\"}");
        assertThat(read.<Float>getArray("vector")).containsExactly(0.6f, 0.8f);
    }

    @Test
    void aDeleteKeepsItsRevisionAndHasNoVector() {
        Struct read = read(Updates.delete("p1", 9, "m"));

        assertThat(read.getString("kind")).isEqualTo("DELETE");
        assertThat(read.getInt64("revision")).isEqualTo(9);
        assertThat(read.getArray("vector")).isNull();
    }

    /** Debezium's sink deletes the row for these, and passes over those without a schema. */
    @Test
    void aTombstoneHasTheSchemaAndNoValue() {
        SchemaAndValue read = converter.toConnectData(TOPIC, null);

        assertThat(read.value()).isNull();
        assertThat(read.schema()).isEqualTo(read(Updates.delete("p1", 9, "m")).schema());
        assertThat(read.schema().isOptional()).isTrue();
    }

    /** A row would lose its vector to it. */
    @Test
    void aKindOfALaterVersionIsPassedOver() {
        IndexUpdate later =
                IndexUpdate.newBuilder(Updates.upsert("p1", 7, "m", new float[] {1}))
                        .setKind(UpdateKind.UNKNOWN)
                        .build();

        assertThat(converter.toConnectData(TOPIC, Updates.value(later)))
                .isEqualTo(SchemaAndValue.NULL);
    }

    @Test
    void refusesWhatIsNoUpdateWithoutQuotingIt() {
        byte[] text = "a secret".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> converter.toConnectData(TOPIC, text))
                .isInstanceOf(DataException.class)
                .hasMessageNotContaining("secret");
    }
}
