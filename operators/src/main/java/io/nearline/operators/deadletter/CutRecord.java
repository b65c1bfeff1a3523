package io.nearline.operators.deadletter;

import io.nearline.operators.record.RawHeader;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.record.RecordSize;
import io.nearline.schemas.RecordLimits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as a dead letter can hold it: whole, or, if it is larger than the topic of dead letters
 * takes, its beginning and what identifies the rest. What was cut is said in headers that are added
 * at the end.
 */
public final class CutRecord {

    /**
     * Header of a record whose value is not whole, so that it cannot be replayed: {@code
     * length=20971520 sha256=9F...} of the whole value.
     */
    public static final String VALUE_HEADER = "nearline-cut-value";

    /** Header of a record whose key is not whole: length and SHA-256 of the whole key. */
    public static final String KEY_HEADER = "nearline-cut-key";

    /** Header of a record without some of its headers: {@code kept=3 of=70000}. */
    public static final String HEADERS_HEADER = "nearline-cut-headers";

    /** Bytes of a value that are kept: enough to see who wrote it. */
    static final int VALUE_KEPT = 64 << 10;

    static final int KEY_KEPT = 4 << 10;
    static final int HEADERS_KEPT = 64 << 10;

    private CutRecord() {}

    /** The record, cut if it has to be. */
    public static RawRecord of(RawRecord record) {
        if (RecordSize.of(record) <= RecordLimits.LARGEST_RECORD) {
            return record;
        }
        List<RawHeader> headers = kept(record.headers());
        if (headers.size() < record.headers().size()) {
            add(
                    headers,
                    HEADERS_HEADER,
                    "kept=%d of=%d".formatted(headers.size(), record.headers().size()));
        }
        byte[] key = kept(record.key(), KEY_KEPT, KEY_HEADER, headers);
        byte[] value = kept(record.value(), VALUE_KEPT, VALUE_HEADER, headers);
        return new RawRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                headers,
                key,
                value,
                record.origin());
    }

    private static List<RawHeader> kept(List<RawHeader> all) {
        List<RawHeader> kept = new ArrayList<>();
        long size = 0;
        for (RawHeader header : all) {
            size += RecordSize.of(header);
            if (size > HEADERS_KEPT) {
                break;
            }
            kept.add(header);
        }
        return kept;
    }

    private static byte @Nullable [] kept(
            byte @Nullable [] whole, int most, String header, List<RawHeader> headers) {
        if (whole == null || whole.length <= most) {
            return whole;
        }
        add(headers, header, "length=%d sha256=%s".formatted(whole.length, sha256(whole)));
        return Arrays.copyOf(whole, most);
    }

    private static void add(List<RawHeader> headers, String name, String value) {
        headers.add(new RawHeader(name, value.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
