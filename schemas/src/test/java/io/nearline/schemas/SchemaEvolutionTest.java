package io.nearline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every version ever shipped stays what it was, and stays readable. */
class SchemaEvolutionTest {

    private static final String VERSIONS = "io.nearline.schemas.FrozenVersion#all";
    private static final String TYPES = "io.nearline.schemas.FrozenVersion#TYPES";

    @ParameterizedTest
    @MethodSource(VERSIONS)
    void readsGoldenBytesWithTheCurrentSchema(FrozenVersion version) throws IOException {
        Schema current = FrozenVersion.source(version.type());
        GenericRecord original = version.record();
        byte[] rewritten = rewritten(version);

        GenericRecord afterRewriting = version.read(named(version, rewritten), rewritten);

        for (Schema.Field field : original.getSchema().getFields()) {
            if (current.getField(field.name()) != null) {
                assertThat(afterRewriting.get(field.name()))
                        .as("%s of %s", field.name(), version)
                        .isEqualTo(original.get(field.name()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource(VERSIONS)
    void goldenBytesStillSayWhatTheySaid(FrozenVersion version) throws IOException {
        assertThat(version.record()).isEqualTo(version.recordInJson());
    }

    @ParameterizedTest
    @MethodSource(VERSIONS)
    void goldenBytesNameTheirFrozenSchema(FrozenVersion version) {
        assertThat(SingleObjectHeader.fingerprint(version.bytes()))
                .as("fingerprint in %s, which must never be edited", version.bytesFile())
                .isEqualTo(SchemaCatalog.fingerprint(version.schema()));
    }

    @ParameterizedTest
    @FieldSource(TYPES)
    void currentSchemaIsTheNewestFrozenVersion(Class<? extends SpecificRecord> type) {
        var versions = FrozenVersion.all(type);
        assertThat(FrozenVersion.source(type))
                .as(
                        "%s has changed since its last frozen version: set new fields in"
                            + " SampleRecords, then run mvn -pl schemas test -Dtest=FreezeSchemas",
                        FrozenVersion.sourceFile(type))
                .isEqualTo(versions.get(versions.size() - 1).schema());
    }

    @ParameterizedTest
    @FieldSource(TYPES)
    void writesTheGoldenBytesOfTheNewestVersion(Class<? extends SpecificRecord> type) {
        var versions = FrozenVersion.all(type);
        assertThat(encodeSample(type)).isEqualTo(versions.get(versions.size() - 1).bytes());
    }

    /** The golden bytes read by the current reader and written again by the current writer. */
    private static byte[] rewritten(FrozenVersion version) {
        return rewrite(AvroCodec.of(version.type()), version.bytes());
    }

    /** The schema that the message was written with. */
    private static Schema named(FrozenVersion version, byte[] message) {
        return SchemaCatalog.of(version.type())
                .find(SingleObjectHeader.fingerprint(message))
                .orElseThrow();
    }

    private static <T extends SpecificRecord> byte[] rewrite(AvroCodec<T> codec, byte[] bytes) {
        return codec.encode(codec.decode(bytes));
    }

    private static <T extends SpecificRecord> byte[] encodeSample(Class<T> type) {
        return AvroCodec.of(type).encode(type.cast(SampleRecords.of(type)));
    }
}
