package io.nearline.pipeline.source.files;

import java.util.List;
import org.apache.avro.Schema;

/** Types that are unions with null, as tables write every column. */
final class NullUnion {

    private NullUnion() {}

    /** The type of the values that are not null; the type of null if there are none. */
    static Schema withoutNull(Schema type) throws UnfitTypeException {
        if (!type.isUnion()) {
            return type;
        }
        List<Schema> others =
                type.getTypes().stream()
                        .filter(branch -> branch.getType() != Schema.Type.NULL)
                        .toList();
        if (others.size() > 1) {
            throw new UnfitTypeException(
                    "is a union of %s: give it one type"
                            .formatted(others.stream().map(Schema::getName).toList()));
        }
        return others.isEmpty() ? Schema.create(Schema.Type.NULL) : others.get(0);
    }
}
