package io.nearline.operators.wire;

import io.nearline.embedding.bundle.Digests;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.decode.PostReader;
import io.nearline.operators.decode.UnfitRecordException;
import io.nearline.operators.decode.WaitObserver;
import io.nearline.operators.json.InvalidJsonException;
import io.nearline.operators.mapping.JsonRecord;
import io.nearline.operators.mapping.SourceValue.Fields;

/**
 * Records that are JSON objects. The id that Confluent's serializer puts before them is passed
 * over.
 *
 * @param mapping how an object becomes a post
 */
public record JsonPosts(NamedMapping mapping) implements PostFormat {

    @Override
    public PostReader open(WaitObserver observer) {
        return new MappedReader(mapping.mapper(), JsonPosts::fields);
    }

    @Override
    public String fingerprint() {
        return Digests.sha256("json\n" + mapping.text());
    }

    private static Fields fields(byte[] value) {
        try {
            return JsonRecord.parse(
                    ConfluentFrame.isFramed(value) ? ConfluentFrame.body(value) : value);
        } catch (InvalidJsonException e) {
            String hint = ForeignFormat.hint(value);
            throw new UnfitRecordException(e.reason() + hint, e.getMessage() + hint);
        }
    }
}
