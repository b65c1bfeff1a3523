package io.nearline.sql.search;

import static org.apache.flink.table.api.DataTypes.ARRAY;
import static org.apache.flink.table.api.DataTypes.BIGINT;
import static org.apache.flink.table.api.DataTypes.FLOAT;
import static org.apache.flink.table.api.DataTypes.INT;
import static org.apache.flink.table.api.DataTypes.MAP;
import static org.apache.flink.table.api.DataTypes.STRING;
import static org.apache.flink.table.api.DataTypes.TIMESTAMP_LTZ;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a table of hits may have, by their names in lower case; those of index updates
 * have the same names there. {@code VECTOR_SEARCH} adds {@code score}.
 */
@SuppressWarnings("ImmutableEnumChecker") // Types of Flink are immutable, and so are the functions.
enum SearchColumn {
    POST_ID(STRING().notNull(), Hit::id),
    MODEL_NAME(STRING().notNull(), hit -> hit.ofModel("name")),
    MODEL_DIGEST(STRING().notNull(), hit -> hit.ofModel("digest")),
    REVISION(BIGINT().notNull(), hit -> hit.whole("revision")),
    VECTOR(ARRAY(FLOAT().notNull()), Hit::vector),
    LANGUAGE(STRING(), hit -> hit.textOrNull("language")),
    ATTRIBUTES(MAP(STRING().notNull(), STRING().notNull()).notNull(), Hit::attributes),
    TOKEN_COUNT(INT().notNull(), hit -> (int) hit.whole("tokens")),
    EVENT_TIME(TIMESTAMP_LTZ(3).notNull(), hit -> hit.time("changedAt")),
    EMBEDDED_AT(TIMESTAMP_LTZ(3), hit -> hit.timeOrNull("embeddedAt")),
    AUTHOR(STRING(), hit -> hit.ofPost("author")),
    TITLE(STRING(), hit -> hit.ofPost("title")),
    BODY(STRING(), hit -> hit.ofPost("body"));

    private final DataType type;
    private final Function<Hit, @Nullable Object> value;

    SearchColumn(DataType type, Function<Hit, @Nullable Object> value) {
        this.type = type;
        this.value = value;
    }

    /** The column of that name; empty if there is none. */
    static Optional<SearchColumn> named(String name) {
        return Arrays.stream(values()).filter(column -> column.toString().equals(name)).findFirst();
    }

    LogicalType type() {
        return type.getLogicalType();
    }

    /** Whether it is of the post's text, which answers have on request only. */
    boolean isOfText() {
        return this == AUTHOR || this == TITLE || this == BODY;
    }

    /**
     * What the hit has in this column, in Flink's own data structures.
     *
     * @throws SearchFailedException if it lacks what every hit has
     */
    @Nullable Object of(Hit hit) {
        return value.apply(hit);
    }

    /** The name in a table. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
