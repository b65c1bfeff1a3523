package io.nearline.operators.mapping;

import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place in MySQL's binlog as a number: that of the file, such as 3 of {@code binlog.000003}, in
 * the upper bits and the position in the lower 32. One event may change a row twice, so the number
 * of the row within the event is added to the position; an event is longer than it has rows.
 */
final class BinlogRevision implements RevisionRule {

    private static final SourcePath FILE = SourcePath.of("source.file");
    private static final SourcePath POSITION = SourcePath.of("source.pos");
    private static final SourcePath ROW = SourcePath.of("source.row");
    private static final Pattern NUMBERED = Pattern.compile("[^.]{0,255}\\.([0-9]{1,8})");

    @Override
    public long revision(Fields record) throws UnmappableRecordException {
        return (file(only(FILE, record)) << Integer.SIZE)
                + number(POSITION, only(POSITION, record))
                + row(record);
    }

    @Override
    public List<SourcePath> paths() {
        return List.of(FILE, POSITION, ROW);
    }

    private static SourceValue only(SourcePath path, Fields record)
            throws UnmappableRecordException {
        List<SourceValue> values = path.values(FIELD, record);
        if (values.isEmpty()) {
            throw new UnmappableRecordException(FIELD, "path %s leads to nothing".formatted(path));
        }
        return values.get(0);
    }

    private static long file(SourceValue value) throws UnmappableRecordException {
        if (value instanceof Text text) {
            Matcher numbered = NUMBERED.matcher(text.value());
            if (numbered.matches()) {
                return Long.parseLong(numbered.group(1));
            }
        }
        throw new UnmappableRecordException(
                FIELD,
                "path %s must lead to the name of a binlog file, found %s"
                        .formatted(FILE, value.type()));
    }

    private static long row(Fields record) throws UnmappableRecordException {
        List<SourceValue> values = ROW.values(FIELD, record);
        return values.isEmpty() ? 0 : number(ROW, values.get(0));
    }

    private static long number(SourcePath path, SourceValue value)
            throws UnmappableRecordException {
        if (value instanceof Whole whole && fits(whole.value())) {
            return whole.value().longValue();
        }
        throw new UnmappableRecordException(
                FIELD,
                "path %s must lead to a whole number below 2^32, found %s"
                        .formatted(path, value.type()));
    }

    private static boolean fits(BigInteger number) {
        return number.signum() >= 0 && number.bitLength() <= Integer.SIZE;
    }
}
