package io.nearline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;

class WriterSchemasTest {

    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);

    @Test
    void writesAnUpdateWithoutOutputsToTheByteAsVersion2() {
        IndexUpdate update =
                IndexUpdate.newBuilder(SampleRecords.indexUpdate()).setOutputs(List.of()).build();

        assertThat(codec.encode(update)).isEqualTo(new FrozenVersion(IndexUpdate.class, 2).bytes());
    }

    @Test
    void writesAnUpdateWithOutputsAsVersion3() {
        byte[] message = codec.encode(SampleRecords.indexUpdate());

        assertThat(SingleObjectHeader.fingerprint(message))
                .isEqualTo(
                        SchemaCatalog.fingerprint(
                                new FrozenVersion(IndexUpdate.class, 3).schema()));
        assertThat(codec.decode(message).getOutputs())
                .extracting(OutputVector::getName)
                .containsExactly("short", "story");
    }

    @Test
    void oneUpdateSaysNothingOfTheNext() {
        IndexUpdate without =
                IndexUpdate.newBuilder(SampleRecords.indexUpdate()).setOutputs(List.of()).build();
        byte[] expected = codec.encode(without);

        codec.encode(SampleRecords.indexUpdate());

        assertThat(codec.encode(without)).isEqualTo(expected);
    }

    @Test
    void readsAVectorOfAnOutput() {
        OutputVector story = SampleRecords.indexUpdate().getOutputs().get(1);

        assertThat(VectorCodec.decode(EncodedVector.of(story), story.getDimensions())[1])
                .isEqualTo(-1f);
    }

    @Test
    void refusesToLeaveOutWhatNoShippedVersionEndsBefore() {
        Schema schema =
                new Schema.Parser()
                        .parse(
                                """
                                {"type": "record", "name": "IndexUpdate", "fields": [
                                 {"name": "other", "type": "int"},
                                 {"name": "extra", "type": "int", "default": 0,
                                  "omitIfDefault": true}]}\
                                """);

        assertThatThrownBy(
                        () ->
                                WriterSchemas.of(
                                        schema,
                                        SchemaCatalog.of(IndexUpdate.class),
                                        SpecificData.get()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("IndexUpdate")
                .hasMessageContaining("omitIfDefault");
    }
}
