package io.nearline.operators.mapping;

import io.nearline.operators.mapping.SourceValue.Fields;
import java.time.Instant;
import java.util.List;

/**
 * Where a time stands in a record and how it is written; the first path that leads to one counts.
 */
final class TimeRule {

    private final List<SourcePath> paths;
    private final TimeFormat format;

    TimeRule(List<SourcePath> paths, TimeFormat format) {
        this.paths = List.copyOf(paths);
        this.format = format;
    }

    /**
     * The time.
     *
     * @param field of the post, for the message
     */
    Instant time(String field, Fields record) throws UnmappableRecordException {
        for (SourcePath path : paths) {
            List<SourceValue> values = path.values(field, record);
            if (!values.isEmpty()) {
                return format.read(field, path, values.get(0));
            }
        }
        throw new UnmappableRecordException(field, "nothing stands at %s".formatted(paths));
    }

    List<SourcePath> paths() {
        return paths;
    }

    /** What it cannot tell apart: two changes within one such span. */
    String resolution() {
        return format.resolution();
    }
}
