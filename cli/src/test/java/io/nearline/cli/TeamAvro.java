package io.nearline.cli;

import io.nearline.testkit.PaperRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Posts of a team in Avro, as Confluent's serializer frames them. */
public final class TeamAvro {

    private static final int SCHEMA_ID = 7;

    private static final String SCHEMA =
            """
            {"type":"record","name":"P","fields":[
             {"name":"id","type":"string"},{"name":"v","type":"long"},
             {"name":"text","type":"string"}]}
            """;

    private TeamAvro() {}

    /** A registry that has the schema. */
    public static PaperRegistry registry() {
        return PaperRegistry.start().with(SCHEMA_ID, SCHEMA);
    }

    /** A record; the revision and the lengths are below 64. */
    public static byte[] record(String id, int revision, String text) {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes(new byte[] {0, 0, 0, 0, SCHEMA_ID});
        writeText(record, id);
        record.write(zigzag(revision));
        writeText(record, text);
        return record.toByteArray();
    }

    private static void writeText(ByteArrayOutputStream record, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        record.write(zigzag(bytes.length));
        record.writeBytes(bytes);
    }

    /** How Avro writes a small number that is not negative. */
    private static int zigzag(int number) {
        return number * 2;
    }
}
