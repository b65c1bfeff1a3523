package io.nearline.pipeline.source.files;

import io.nearline.operators.record.RawRecord;
import java.io.IOException;
import java.util.Optional;

/** Gives each record of a file its number, from 0, and the form in which the job takes it. */
final class NumberedRecords<T> implements FileRecords<RawRecord> {

    /** Gives a record its form. */
    @FunctionalInterface
    interface Form<T> {
        RawRecord of(T record, long number);
    }

    private final FileRecords<T> records;
    private final Form<T> form;
    private long number;

    NumberedRecords(FileRecords<T> records, Form<T> form) {
        this.records = records;
        this.form = form;
    }

    @Override
    public Optional<RawRecord> next() throws IOException {
        Optional<RawRecord> next = records.next().map(record -> form.of(record, number));
        number += next.isPresent() ? 1 : 0;
        return next;
    }

    @Override
    public void skip(long count) throws IOException {
        records.skip(count);
        number += count;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
