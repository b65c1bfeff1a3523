package io.nearline.operators.mapping;

import io.nearline.embedding.VisibleText;
import io.nearline.operators.decode.PostContract;
import io.nearline.operators.mapping.SourceValue.Fields;
import java.util.ArrayList;
import java.util.List;

/** Which values of a record make the post's id. Each must be there, or two posts could be one. */
final class IdRule {

    private static final String FIELD = "id";

    private final List<SourcePath> parts;
    private final String separator;

    IdRule(List<SourcePath> parts, String separator) {
        this.parts = List.copyOf(parts);
        this.separator = separator;
    }

    String id(Fields record) throws UnmappableRecordException {
        List<String> texts = new ArrayList<>();
        for (SourcePath part : parts) {
            List<SourceValue> values = part.values(FIELD, record);
            if (values.isEmpty()) {
                throw new UnmappableRecordException(
                        FIELD, "path %s leads to nothing".formatted(part));
            }
            String text = TextType.NAME.read(FIELD, part, values.get(0));
            if (VisibleText.saysNothing(text)) {
                throw new UnmappableRecordException(
                        FIELD, "the text at %s is blank".formatted(part));
            }
            texts.add(text);
        }
        String id = String.join(separator, texts);
        if (id.length() > PostContract.MAX_ID_LENGTH) {
            throw new UnmappableRecordException(
                    FIELD,
                    "the text at %s is longer than %d characters"
                            .formatted(parts, PostContract.MAX_ID_LENGTH));
        }
        return id;
    }

    List<SourcePath> paths() {
        return parts;
    }

    /** Whether several values make the id. */
    boolean isJoined() {
        return parts.size() > 1;
    }
}
