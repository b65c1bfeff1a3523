package io.nearline.operators.mapping;

import io.nearline.operators.decode.PostContract;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the number comes from that grows with every change of a post. */
sealed interface RevisionRule
        permits RevisionRule.Counted, RevisionRule.Timed, RevisionRule.Fixed, BinlogRevision {

    /** Name of the field, in messages. */
    String FIELD = "revision";

    /** The revision, from 0 to {@link PostContract#MAX_REVISION}. */
    long revision(Fields record) throws UnmappableRecordException;

    /** Where it looks in a record. */
    List<SourcePath> paths();

    /** A version or a sequence that the source counts itself. */
    final class Counted implements RevisionRule {
        private static final BigInteger HIGHEST = BigInteger.valueOf(PostContract.MAX_REVISION);
        private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");

        private final List<SourcePath> paths;

        Counted(List<SourcePath> paths) {
            this.paths = List.copyOf(paths);
        }

        @Override
        public long revision(Fields record) throws UnmappableRecordException {
            for (SourcePath path : paths) {
                List<SourceValue> values = path.values(FIELD, record);
                if (!values.isEmpty()) {
                    return checked(path, values.get(0));
                }
            }
            throw new UnmappableRecordException(FIELD, "nothing stands at %s".formatted(paths));
        }

        @Override
        public List<SourcePath> paths() {
            return paths;
        }

        private static long checked(SourcePath path, SourceValue value)
                throws UnmappableRecordException {
            BigInteger number =
                    number(value)
                            .orElseThrow(
                                    () ->
                                            new UnmappableRecordException(
                                                    FIELD,
                                                    """
                                                    path %s must lead to a whole number or its \
                                                    digits, found %s\
                                                    """
                                                            .formatted(path, value.type())));
            if (number.signum() < 0 || number.compareTo(HIGHEST) > 0) {
                throw new UnmappableRecordException(
                        FIELD, "the number at %s is below 0 or above 2^62".formatted(path));
            }
            return number.longValue();
        }

        private static Optional<BigInteger> number(SourceValue value) {
            if (value instanceof Whole whole) {
                return Optional.of(whole.value());
            }
            return value instanceof Text text && DIGITS.matcher(text.value()).matches()
                    ? Optional.of(new BigInteger(text.value()))
                    : Optional.empty();
        }
    }

    /** The time of the change in milliseconds since 1970: the best there is where nobody counts. */
    final class Timed implements RevisionRule {
        private final TimeRule rule;

        Timed(TimeRule rule) {
            this.rule = rule;
        }

        @Override
        public long revision(Fields record) throws UnmappableRecordException {
            Instant time = rule.time(FIELD, record);
            if (time.isBefore(Instant.EPOCH)) {
                throw new UnmappableRecordException(
                        FIELD, "the time is before 1970, so it cannot be the revision");
            }
            return time.toEpochMilli();
        }

        @Override
        public List<SourcePath> paths() {
            return rule.paths();
        }

        String resolution() {
            return rule.resolution();
        }
    }

    /** The same number for every record: for sources whose posts never change. */
    final class Fixed implements RevisionRule {
        private final long number;

        Fixed(long number) {
            this.number = number;
        }

        @Override
        public long revision(Fields record) {
            return number;
        }

        @Override
        public List<SourcePath> paths() {
            return List.of();
        }
    }
}
