package io.nearline.pipeline.source.files;

import io.nearline.schemas.PostEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Which field of a file is which field of a post. Tables write {@code post_id} or {@code postid}
 * where the schema says {@code postId}: case and underscores do not count where no field has the
 * very name.
 */
final class FieldNames {

    private FieldNames() {}

    /** The names of a file that name a field of a post, by the field's name in the schema. */
    static Map<String, String> matching(List<String> names) {
        Map<String, String> matching = new LinkedHashMap<>();
        for (Schema.Field field : PostEvent.getClassSchema().getFields()) {
            match(field.name(), names).ifPresent(name -> matching.put(field.name(), name));
        }
        return matching;
    }

    private static Optional<String> match(String field, List<String> names) {
        if (names.contains(field)) {
            return Optional.of(field);
        }
        return names.stream().filter(name -> plain(name).equals(plain(field))).findFirst();
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }
}
