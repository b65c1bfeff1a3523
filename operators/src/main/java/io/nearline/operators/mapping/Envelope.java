package io.nearline.operators.mapping;

import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.schemas.PostEventKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is around a post's row in a record. */
enum Envelope {
    /** Nothing: the record is the row. */
    NONE,
    /** Debezium's, from PostgreSQL: the revision is the change's LSN. */
    DEBEZIUM_POSTGRES,
    /** Debezium's, from MySQL or MariaDB: the revision is the place in the binlog. */
    DEBEZIUM_MYSQL;

    private static final KindRule OPERATIONS =
            new KindRule.ByOperation(
                    SourcePath.of("op"),
                    Map.of(
                            "c", PostEventKind.CREATE,
                            "r", PostEventKind.CREATE,
                            "u", PostEventKind.UPDATE,
                            "d", PostEventKind.DELETE));
    private static final TimeRule TIMES =
            new TimeRule(
                    List.of(SourcePath.of("source.ts_ms"), SourcePath.of("ts_ms")),
                    TimeFormat.ofUnit("epoch-millis"));

    /**
     * The one that a mapping file names.
     *
     * @throws IllegalArgumentException that names those there are
     */
    static Envelope of(String name) {
        return switch (name) {
            case "debezium-postgres" -> DEBEZIUM_POSTGRES;
            case "debezium-mysql" -> DEBEZIUM_MYSQL;
            default ->
                    throw new IllegalArgumentException(
                            "give one of debezium-postgres, debezium-mysql");
        };
    }

    /** The envelope itself, also where a converter has put its schema beside it. */
    Fields opened(Fields record) {
        boolean beside = this != NONE && record.values().containsKey("schema");
        return beside && record.get("payload") instanceof Fields payload ? payload : record;
    }

    /** The row within: after the change, of a deletion before it. */
    Fields row(Fields opened, PostEventKind kind) throws UnmappableRecordException {
        if (this == NONE) {
            return opened;
        }
        String name = kind == PostEventKind.DELETE ? "before" : "after";
        SourceValue row = opened.get(name);
        if (row instanceof Fields fields) {
            return fields;
        }
        throw new UnmappableRecordException(
                "envelope", "path %s must lead to an object, found %s".formatted(name, row.type()));
    }

    KindRule kind() {
        return this == NONE ? new KindRule.Update() : OPERATIONS;
    }

    /** When the change was; empty where nothing is around the row. */
    Optional<TimeRule> time() {
        return this == NONE ? Optional.empty() : Optional.of(TIMES);
    }

    RevisionRule revision() {
        return this == DEBEZIUM_MYSQL
                ? new BinlogRevision()
                : new RevisionRule.Counted(List.of(SourcePath.of("source.lsn")));
    }
}
