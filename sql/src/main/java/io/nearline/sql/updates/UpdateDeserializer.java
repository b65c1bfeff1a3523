package io.nearline.sql.updates;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UndecodableRecordException;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of {@code index-updates}. A null value, a tombstone, is no row: it has no post and
 * no model, and what it deletes is in the record's key, which formats do not see.
 */
final class UpdateDeserializer implements DeserializationSchema<RowData> {

    private static final long serialVersionUID = 1L;

    private final UpdateRows rows;
    private final TypeInformation<RowData> produced;
    private transient @Nullable AvroCodec<IndexUpdate> codec;

    UpdateDeserializer(UpdateRows rows, TypeInformation<RowData> produced) {
        this.rows = rows;
        this.produced = produced;
    }

    @Override
    public void open(InitializationContext context) {
        codec = AvroCodec.of(IndexUpdate.class);
    }

    /**
     * @throws IOException if the value is no update that this version can read
     */
    @Override
    public @Nullable RowData deserialize(byte @Nullable [] value) throws IOException {
        if (value == null) {
            return null;
        }
        try {
            return rows.of(Objects.requireNonNull(codec, "open() comes first").decode(value));
        } catch (UndecodableRecordException | IllegalArgumentException e) {
            throw new IOException(
                    "A record of %d bytes is no index update: %s"
                            .formatted(value.length, e.getMessage()),
                    e);
        }
    }

    @Override
    public boolean isEndOfStream(RowData row) {
        return false;
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
        return produced;
    }

    /** Planners compare the formats of two tables. */
    @Override
    public boolean equals(Object other) {
        return other instanceof UpdateDeserializer that
                && rows.equals(that.rows)
                && produced.equals(that.produced);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rows, produced);
    }
}
