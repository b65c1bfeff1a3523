package io.nearline.operators.wire;

import io.nearline.operators.decode.UnfitRecordException;
import io.nearline.operators.decode.WaitObserver;
import io.nearline.operators.mapping.AvroRecord;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.registry.KnownSchemas;
import io.nearline.operators.registry.SchemaRegistry;
import io.nearline.operators.registry.UnknownSchemaException;
import io.nearline.schemas.ForeignBodyReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/** Reads records of Avro by the schema whose id stands before them. One thread only. */
final class ConfluentAvroRecords {

    private final KnownSchemas schemas;
    private final Map<Integer, ForeignBodyReader> readers = new HashMap<>();

    ConfluentAvroRecords(SchemaRegistry registry, WaitObserver observer) {
        this.schemas =
                new KnownSchemas(
                        registry,
                        new KnownSchemas.Waiting() {
                            @Override
                            public void begins(String problem) {
                                observer.waits(problem);
                            }

                            @Override
                            public void ends(Duration waited) {
                                observer.goesOn(waited);
                            }
                        });
    }

    Fields fields(byte[] value) throws InterruptedException {
        if (!ConfluentFrame.isFramed(value)) {
            throw new UnfitRecordException(
                    "the record does not begin with a byte 0 and the id of a schema"
                            + ForeignFormat.hint(value));
        }
        return AvroRecord.of(
                reader(ConfluentFrame.schemaId(value)).read(value, ConfluentFrame.BYTES));
    }

    private ForeignBodyReader reader(int id) throws InterruptedException {
        ForeignBodyReader known = readers.get(id);
        if (known != null) {
            return known;
        }
        ForeignBodyReader made = new ForeignBodyReader(record(id));
        readers.put(id, made);
        return made;
    }

    private Schema record(int id) throws InterruptedException {
        Schema schema;
        try {
            schema = schemas.get(id);
        } catch (UnknownSchemaException e) {
            throw new UnfitRecordException(String.valueOf(e.getMessage()));
        }
        if (schema.getType() != Schema.Type.RECORD) {
            throw new UnfitRecordException(
                    "schema id %d is of %s; a post is made of a record"
                            .formatted(id, schema.getType().getName()));
        }
        return schema;
    }
}
