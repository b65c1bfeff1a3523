package io.nearline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Key of the index-control topic: what a record is about. The topic is compacted, so every kind of
 * record has keys of its own: {@code <modelName>} for what was decided, {@code <modelName>@serving}
 * for what the live job does, {@code <modelName>@backfill/<backfillId>} for a backfill.
 *
 * @param kind what the value is
 * @param modelName the model that it is about; never contains {@code @}
 * @param backfillId the backfill; null for every other kind
 */
public record ControlKey(Kind kind, String modelName, @Nullable String backfillId) {

    /** What the value is. */
    public enum Kind {
        /** A {@link ModelStatus}. */
        STATUS,
        /** A {@link ModelServing}. */
        SERVING,
        /** A {@link BackfillReport}. */
        BACKFILL,
        /** Something that this version does not know; readers pass over it. */
        OTHER
    }

    private static final char SEPARATOR = '@';
    private static final String SERVING = "serving";
    private static final String BACKFILL = "backfill/";

    public ControlKey {
        Objects.requireNonNull(kind, "kind");
        if (modelName.isEmpty() || modelName.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException(
                    "Model name '" + modelName + "' is empty or contains '@'.");
        }
        if ((kind == Kind.BACKFILL) == (backfillId == null)) {
            throw new IllegalArgumentException("Keys of backfills, and no others, name one.");
        }
    }

    /** Key of what was decided about a model. */
    public static ControlKey status(String modelName) {
        return new ControlKey(Kind.STATUS, modelName, null);
    }

    /** Key of what the live job does with a model. */
    public static ControlKey serving(String modelName) {
        return new ControlKey(Kind.SERVING, modelName, null);
    }

    /** Key of a backfill. */
    public static ControlKey backfill(String modelName, String backfillId) {
        return new ControlKey(Kind.BACKFILL, modelName, backfillId);
    }

    public byte[] toBytes() {
        return toString().getBytes(UTF_8);
    }

    /**
     * Reads what {@link #toBytes()} wrote.
     *
     * @throws IllegalArgumentException if there is no model name in it
     */
    public static ControlKey parse(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        int separator = text.indexOf(SEPARATOR);
        if (separator < 0) {
            return status(text);
        }
        String modelName = text.substring(0, separator);
        String rest = text.substring(separator + 1);
        if (rest.equals(SERVING)) {
            return serving(modelName);
        }
        if (rest.startsWith(BACKFILL) && rest.length() > BACKFILL.length()) {
            return backfill(modelName, rest.substring(BACKFILL.length()));
        }
        return new ControlKey(Kind.OTHER, modelName, null);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case STATUS, OTHER -> modelName;
            case SERVING -> modelName + SEPARATOR + SERVING;
            case BACKFILL -> modelName + SEPARATOR + BACKFILL + backfillId;
        };
    }
}
