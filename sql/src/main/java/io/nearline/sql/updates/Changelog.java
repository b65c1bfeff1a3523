package io.nearline.sql.updates;

import java.util.Locale;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.RowKind;

/** What a record is in the table. */
@SuppressWarnings("ImmutableEnumChecker") // Modes of Flink are immutable.
enum Changelog {
    /** A change of the row of its post and model: a delete deletes it. */
    UPSERT(ChangelogMode.upsert(), RowKind.UPDATE_AFTER, RowKind.DELETE),
    /** A row of its own, deletes too. */
    APPEND(ChangelogMode.insertOnly(), RowKind.INSERT, RowKind.INSERT);

    private final ChangelogMode mode;
    private final RowKind upsert;
    private final RowKind delete;

    Changelog(ChangelogMode mode, RowKind upsert, RowKind delete) {
        this.mode = mode;
        this.upsert = upsert;
        this.delete = delete;
    }

    ChangelogMode mode() {
        return mode;
    }

    /** The kind of the row of an update that sets a vector. */
    RowKind upsert() {
        return upsert;
    }

    /** The kind of the row of an update that withdraws one. */
    RowKind delete() {
        return delete;
    }

    /** The value as it is configured. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
