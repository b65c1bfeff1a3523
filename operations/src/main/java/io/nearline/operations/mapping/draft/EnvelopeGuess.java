package io.nearline.operations.mapping.draft;

import io.nearline.operators.mapping.SourceValue;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Text;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether records are Debezium's envelopes, and what is in them. */
final class EnvelopeGuess {

    private static final List<String> ROWS = List.of("after", "before");

    private EnvelopeGuess() {}

    /** Whether a record looks like Debezium's envelope. */
    static boolean isEnvelope(Fields record) {
        Fields opened = opened(record);
        return opened.values().get("op") instanceof Text
                && opened.values().get("source") instanceof Fields
                && ROWS.stream().anyMatch(opened.values()::containsKey);
    }

    /** The row in it; empty for records that hold none. */
    static Stream<Fields> row(Fields record) {
        Fields opened = opened(record);
        return ROWS.stream()
                .map(opened.values()::get)
                .filter(Fields.class::isInstance)
                .map(Fields.class::cast)
                .limit(1);
    }

    /** The preset that reads it, by the connector that wrote it; empty if there is none. */
    static Optional<String> preset(Fields record) {
        SourceValue source = opened(record).values().get("source");
        if (!(source instanceof Fields fields)) {
            return Optional.empty();
        }
        String connector =
                fields.values().get("connector") instanceof Text text ? text.value() : "";
        if (connector.equals("postgresql") || fields.values().containsKey("lsn")) {
            return Optional.of("debezium-postgres");
        }
        boolean binlog = fields.values().containsKey("file") && fields.values().containsKey("pos");
        return List.of("mysql", "mariadb").contains(connector) || binlog
                ? Optional.of("debezium-mysql")
                : Optional.empty();
    }

    private static Fields opened(Fields record) {
        boolean beside = record.values().containsKey("schema");
        return beside && record.values().get("payload") instanceof Fields payload
                ? payload
                : record;
    }
}
