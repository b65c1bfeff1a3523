package io.nearline.pipeline.source.files;

import io.nearline.operators.mapping.JsonRecord;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.UnmappableRecordException;
import org.jspecify.annotations.Nullable;

/** One record of a file in the shape that its source gave it, or what stands where one should. */
public final class SourceRecord {

    private final Place place;
    private final @Nullable Fields fields;
    private final byte @Nullable [] text;
    private final String reason;
    private final String problem;

    private SourceRecord(
            Place place,
            @Nullable Fields fields,
            byte @Nullable [] text,
            String reason,
            String problem) {
        this.place = place;
        this.fields = fields;
        this.text = text;
        this.reason = reason;
        this.problem = problem;
    }

    /** A record of a format that is no text of JSON. */
    static SourceRecord of(Place place, Fields fields) {
        return new SourceRecord(place, fields, null, "", "");
    }

    /** A record that is a line of JSON. */
    static SourceRecord ofLine(PostLine line, Fields fields) {
        return new SourceRecord(line.place(), fields, line.bytes(), "", "");
    }

    /**
     * What is no record.
     *
     * @param text as it stands in the file
     * @param reason why; repeats nothing of it
     * @param problem the same, also where in it
     */
    static SourceRecord broken(Place place, byte[] text, String reason, String problem) {
        return new SourceRecord(place, null, text, reason, problem);
    }

    /** Where it is. */
    public Place place() {
        return place;
    }

    /**
     * What it holds.
     *
     * @throws UnmappableRecordException if it is no record
     */
    public Fields fields() throws UnmappableRecordException {
        if (fields == null) {
            throw UnmappableRecordException.ofNoRecord(reason, problem);
        }
        return fields;
    }

    /**
     * The record as one JSON object in UTF-8; of what is no record, the text as it stands there.
     */
    public byte[] bytes() {
        if (text != null) {
            return text;
        }
        return fields == null ? new byte[0] : JsonRecord.bytes(fields);
    }

    /** The place alone: the rest is what people write. */
    @Override
    public String toString() {
        return "SourceRecord[%s]".formatted(place.inWords());
    }
}
