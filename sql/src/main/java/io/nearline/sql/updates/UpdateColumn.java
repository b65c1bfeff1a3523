package io.nearline.sql.updates;

import static org.apache.flink.table.api.DataTypes.ARRAY;
import static org.apache.flink.table.api.DataTypes.BIGINT;
import static org.apache.flink.table.api.DataTypes.BOOLEAN;
import static org.apache.flink.table.api.DataTypes.BYTES;
import static org.apache.flink.table.api.DataTypes.FLOAT;
import static org.apache.flink.table.api.DataTypes.INT;
import static org.apache.flink.table.api.DataTypes.MAP;
import static org.apache.flink.table.api.DataTypes.STRING;
import static org.apache.flink.table.api.DataTypes.TIMESTAMP_LTZ;

import io.nearline.schemas.IndexUpdate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.jspecify.annotations.Nullable;

/** The columns that a table of updates may have, by their names in lower case. */
@SuppressWarnings("ImmutableEnumChecker") // Types of Flink are immutable, and so are the functions.
enum UpdateColumn {
    POST_ID(STRING().notNull(), update -> RowValues.text(update.getPostId())),
    MODEL_NAME(STRING().notNull(), update -> RowValues.text(update.getModelName())),
    MODEL_DIGEST(STRING().notNull(), update -> RowValues.text(update.getModelDigest())),
    REVISION(BIGINT().notNull(), IndexUpdate::getRevision),
    KIND(STRING().notNull(), update -> RowValues.text(update.getKind().name())),
    DIMENSIONS(INT().notNull(), IndexUpdate::getDimensions),
    VECTOR(ARRAY(FLOAT().notNull()), RowValues::vector),
    OUTPUTS(MAP(STRING().notNull(), ARRAY(FLOAT().notNull())).notNull(), RowValues::outputs),
    CONTENT_HASH(BYTES(), update -> RowValues.bytes(update.getContentHash())),
    LANGUAGE(STRING(), update -> RowValues.text(update.getLanguage())),
    ATTRIBUTES(
            MAP(STRING().notNull(), STRING().notNull()).notNull(),
            update -> RowValues.texts(update.getAttributes())),
    TOKEN_COUNT(INT().notNull(), IndexUpdate::getTokenCount),
    TRUNCATED(BOOLEAN().notNull(), IndexUpdate::getTruncated),
    EVENT_TIME(TIMESTAMP_LTZ(3).notNull(), update -> RowValues.time(update.getEventTime())),
    EMBEDDED_AT(TIMESTAMP_LTZ(3), update -> RowValues.time(update.getEmbeddedAt())),
    ORIGIN(STRING().notNull(), update -> RowValues.text(update.getOrigin().name())),
    BACKFILL_ID(STRING(), update -> RowValues.text(update.getBackfillId())),
    AS_OF(TIMESTAMP_LTZ(3), update -> RowValues.time(update.getAsOf()));

    private final DataType type;
    private final Function<IndexUpdate, @Nullable Object> value;

    UpdateColumn(DataType type, Function<IndexUpdate, @Nullable Object> value) {
        this.type = type;
        this.value = value;
    }

    /** The column of that name; empty if there is none. */
    static Optional<UpdateColumn> named(String name) {
        return Arrays.stream(values()).filter(column -> column.toString().equals(name)).findFirst();
    }

    LogicalType type() {
        return type.getLogicalType();
    }

    /**
     * What the update has in this column, in Flink's own data structures.
     *
     * @throws IllegalArgumentException if it is a vector that cannot be decoded
     */
    @Nullable Object of(IndexUpdate update) {
        return value.apply(update);
    }

    /** The name in a table. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
