package io.nearline.operators.encode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nearline.operators.record.RawHeader;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateHeaders;
import java.util.List;

/** The headers of a record of index-updates: {@link UpdateHeaders}. */
final class UpdateHeaderFields {

    private UpdateHeaderFields() {}

    static List<RawHeader> of(IndexUpdate update) {
        return List.of(
                header(UpdateHeaders.KIND, update.getKind().name()),
                header(UpdateHeaders.MODEL, update.getModelName()),
                header(UpdateHeaders.REVISION, Long.toString(update.getRevision())));
    }

    static List<RawHeader> tombstone(String modelName) {
        return List.of(
                header(UpdateHeaders.KIND, UpdateHeaders.TOMBSTONE),
                header(UpdateHeaders.MODEL, modelName));
    }

    private static RawHeader header(String name, String text) {
        return new RawHeader(name, text.getBytes(UTF_8));
    }
}
