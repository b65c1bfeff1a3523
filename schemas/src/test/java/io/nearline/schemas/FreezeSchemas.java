package io.nearline.schemas;

import static java.nio.file.StandardOpenOption.CREATE_NEW;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Not a test of the build, but the command that freezes a changed schema as its next version; it
 * never touches a version that exists:
 *
 * <pre>mvn -pl schemas test -Dtest=FreezeSchemas</pre>
 */
class FreezeSchemas {

    @ParameterizedTest
    @FieldSource("io.nearline.schemas.FrozenVersion#TYPES")
    void freezeIfChanged(Class<? extends SpecificRecord> type) throws IOException {
        FrozenVersion version = new FrozenVersion(type, FrozenVersion.all(type).size() + 1);
        boolean changed =
                version.number() == 1
                        || !FrozenVersion.source(type)
                                .equals(new FrozenVersion(type, version.number() - 1).schema());
        if (changed) {
            Files.copy(FrozenVersion.sourceFile(type), version.schemaFile());
        }
        FrozenVersion newest = changed ? version : new FrozenVersion(type, version.number() - 1);
        if (Files.notExists(newest.bytesFile())) {
            Files.write(newest.bytesFile(), encodeSample(type), CREATE_NEW);
            Files.writeString(newest.jsonFile(), FrozenVersion.toJson(newest.record()), CREATE_NEW);
        }
    }

    private static <T extends SpecificRecord> byte[] encodeSample(Class<T> type) {
        return AvroCodec.of(type).encode(type.cast(SampleRecords.of(type)));
    }
}
