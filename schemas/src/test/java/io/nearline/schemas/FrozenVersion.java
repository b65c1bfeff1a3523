package io.nearline.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificRecord;

/**
 * One shipped version of one schema: the schema, one record written with it (golden bytes), and
 * what that record says (JSON).
 */
record FrozenVersion(Class<? extends SpecificRecord> type, int number) {

    static final List<Class<? extends SpecificRecord>> TYPES =
            List.of(
                    PostEvent.class,
                    IndexUpdate.class,
                    DeadLetter.class,
                    ModelStatus.class,
                    ModelServing.class,
                    BackfillReport.class);

    private static final Path SCHEMAS =
            Path.of("src/main/resources/io/nearline/schemas/history").toAbsolutePath();
    private static final Path RECORDS = Path.of("src/test/resources/history").toAbsolutePath();

    static Stream<FrozenVersion> all() {
        return TYPES.stream().flatMap(type -> all(type).stream());
    }

    /** Oldest first. */
    static List<FrozenVersion> all(Class<? extends SpecificRecord> type) {
        return IntStream.iterate(1, n -> new FrozenVersion(type, n).exists(), n -> n + 1)
                .mapToObj(n -> new FrozenVersion(type, n))
                .toList();
    }

    FrozenVersion next() {
        return new FrozenVersion(type, number + 1);
    }

    boolean exists() {
        return Files.exists(schemaFile());
    }

    Path schemaFile() {
        return SCHEMAS.resolve(this + ".avsc");
    }

    Path bytesFile() {
        return RECORDS.resolve(this + ".bin");
    }

    Path jsonFile() {
        return RECORDS.resolve(this + ".json");
    }

    Schema schema() {
        return new Schema.Parser().parse(read(schemaFile()));
    }

    byte[] bytes() {
        try {
            return Files.readAllBytes(bytesFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the golden bytes said when they were frozen. */
    GenericRecord recordInJson() throws IOException {
        return new GenericDatumReader<GenericRecord>(schema())
                .read(null, DecoderFactory.get().jsonDecoder(schema(), read(jsonFile())));
    }

    /** The golden bytes as Avro reads them without our codec and without the generated class. */
    GenericRecord record() throws IOException {
        return read(schema(), bytes());
    }

    /** What a reader of this version sees in a message of another one, with Avro alone. */
    GenericRecord read(Schema writerSchema, byte[] message) throws IOException {
        int bodyBytes = message.length - SingleObjectHeader.BYTES;
        BinaryDecoder body =
                DecoderFactory.get()
                        .binaryDecoder(message, SingleObjectHeader.BYTES, bodyBytes, null);
        return new GenericDatumReader<GenericRecord>(writerSchema, schema()).read(null, body);
    }

    static String toJson(GenericRecord datum) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonEncoder encoder = EncoderFactory.get().jsonEncoder(datum.getSchema(), out, true);
        new GenericDatumWriter<GenericRecord>(datum.getSchema()).write(datum, encoder);
        encoder.flush();
        return out.toString(StandardCharsets.UTF_8) + "\n";
    }

    /** The schema as it stands in the sources, whether frozen or not. */
    static Schema source(Class<? extends SpecificRecord> type) {
        return new Schema.Parser().parse(read(sourceFile(type)));
    }

    static Path sourceFile(Class<? extends SpecificRecord> type) {
        return Path.of("src/main/avro", type.getSimpleName() + ".avsc").toAbsolutePath();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return type.getSimpleName() + ".v" + number;
    }
}
