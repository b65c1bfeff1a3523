package io.nearline.sql.updates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.Updates;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.types.RowKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpdateDeserializerTest {

    private static final List<UpdateColumn> COLUMNS =
            List.of(UpdateColumn.VECTOR, UpdateColumn.KIND, UpdateColumn.POST_ID);

    @Test
    void givesTheColumnsInTheOrderOfTheTable() throws IOException {
        RowData row = read(Changelog.UPSERT, Updates.upsert("p", 1, "m"));

        assertThat(row.getArray(0).toFloatArray()).isEqualTo(Updates.vectorOf("p"));
        assertThat(row.getString(1)).hasToString("UPSERT");
        assertThat(row.getString(2)).hasToString("p");
    }

    @ParameterizedTest
    @EnumSource(
            value = VectorEncoding.class,
            names = {"FLOAT16", "INT8"})
    void decodesShorterVectors(VectorEncoding encoding) throws IOException {
        RowData row = read(Changelog.UPSERT, Updates.upsert("p", 1, "m", encoding));

        float[] exact = Updates.vectorOf("p");
        float[] found = row.getArray(0).toFloatArray();
        for (int i = 0; i < exact.length; i++) {
            assertThat(found[i]).isCloseTo(exact[i], offset(0.01f));
        }
    }

    @Test
    void makesADeleteADeleteOfItsRowOrARowOfItsOwn() throws IOException {
        IndexUpdate delete = Updates.delete("p", 2, "m");

        RowData change = read(Changelog.UPSERT, delete);
        RowData row = read(Changelog.APPEND, delete);

        assertThat(change.getRowKind()).isEqualTo(RowKind.DELETE);
        assertThat(row.getRowKind()).isEqualTo(RowKind.INSERT);
        assertThat(row.getString(1)).hasToString("DELETE");
        assertThat(row.isNullAt(0)).isTrue();
    }

    @Test
    void makesNoRowOfATombstone() throws IOException {
        assertThat(deserializer(Changelog.UPSERT).deserialize(null)).isNull();
    }

    @Test
    void refusesAKindThatItDoesNotKnow() {
        IndexUpdate newer =
                IndexUpdate.newBuilder(Updates.upsert("p", 1, "m"))
                        .setKind(UpdateKind.UNKNOWN)
                        .build();

        assertThatThrownBy(() -> read(Changelog.UPSERT, newer))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("replace the nearline-sql jar by a newer one");
    }

    @Test
    void refusesWhatIsNoUpdateAndSaysWhatItIs() {
        assertThatThrownBy(() -> deserializer(Changelog.UPSERT).deserialize(new byte[] {1, 2, 3}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("A record of 3 bytes is no index update");
    }

    private static RowData read(Changelog changelog, IndexUpdate update) throws IOException {
        return deserializer(changelog).deserialize(Updates.value(update));
    }

    private static UpdateDeserializer deserializer(Changelog changelog) {
        UpdateDeserializer deserializer =
                new UpdateDeserializer(
                        new UpdateRows(COLUMNS, changelog), TypeInformation.of(RowData.class));
        deserializer.open(null);
        return deserializer;
    }
}
