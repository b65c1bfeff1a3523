package io.nearline.retrieval.history;

import io.nearline.retrieval.search.IndexedPost;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a post under one model last.
 *
 * @param modelName the model
 * @param modelDigest SHA-256 of its bundle, in lower-case hexadecimal digits; empty if unknown
 * @param kind what was done
 * @param revision revision of the post that it was done for
 * @param contentHash SHA-256 of the embedded text, in lower-case hexadecimal digits; empty if
 *     unknown, and for a delete
 * @param changedAt when the change happened at the source; empty if unknown
 * @param embeddedAt when the vector was made; empty if unknown, and for a delete
 * @param publishedAt Kafka's time of the update; empty if unknown
 * @param appliedAt when this process applied the update to its index; empty if it did not, or does
 *     not know any more
 */
public record ModelOutcome(
        String modelName,
        Optional<String> modelDigest,
        Kind kind,
        long revision,
        Optional<String> contentHash,
        Optional<Instant> changedAt,
        Optional<Instant> embeddedAt,
        Optional<Instant> publishedAt,
        Optional<Instant> appliedAt) {

    /** What was done. */
    public enum Kind {
        /** The text was embedded after the change. */
        EMBEDDED,
        /** The text had not changed: the vector is older than the change. */
        REUSED,
        /** A backfill embedded the past. */
        BACKFILLED,
        /** A dead letter or an old record was read again. */
        REPLAYED,
        /** The post was deleted. */
        DELETED;

        /** As it is written in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ModelOutcome {
        Objects.requireNonNull(modelName, "modelName");
        Objects.requireNonNull(kind, "kind");
    }

    /** What an update says. */
    public static ModelOutcome of(
            IndexUpdate update, Optional<Instant> publishedAt, Optional<Instant> appliedAt) {
        Optional<Instant> embeddedAt = Optional.ofNullable(update.getEmbeddedAt());
        return new ModelOutcome(
                update.getModelName(),
                Optional.of(update.getModelDigest()),
                kind(update, embeddedAt),
                update.getRevision(),
                Optional.ofNullable(update.getContentHash()).map(ModelOutcome::hex),
                Optional.of(update.getEventTime()),
                embeddedAt,
                publishedAt,
                appliedAt);
    }

    /** What is left to say when only the index remembers the post. */
    public static ModelOutcome ofHeld(IndexedPost post) {
        return new ModelOutcome(
                post.modelName(),
                Optional.of(post.modelDigest()),
                embeddedOrReused(post.embeddedAt(), post.eventTime()),
                post.revision(),
                post.contentHash(),
                Optional.of(post.eventTime()),
                post.embeddedAt(),
                Optional.empty(),
                Optional.empty());
    }

    /** A delete of which no more is known than its revision. */
    public static ModelOutcome deleted(
            String modelName,
            long revision,
            Optional<Instant> publishedAt,
            Optional<Instant> appliedAt) {
        return new ModelOutcome(
                modelName,
                Optional.empty(),
                Kind.DELETED,
                revision,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                publishedAt,
                appliedAt);
    }

    private static Kind kind(IndexUpdate update, Optional<Instant> embeddedAt) {
        if (update.getKind() == UpdateKind.DELETE) {
            return Kind.DELETED;
        }
        return switch (update.getOrigin()) {
            case BACKFILL -> Kind.BACKFILLED;
            case REPLAY -> Kind.REPLAYED;
            default -> embeddedOrReused(embeddedAt, update.getEventTime());
        };
    }

    /** The schema says so: a vector that was kept is older than the change. */
    private static Kind embeddedOrReused(Optional<Instant> embeddedAt, Instant changedAt) {
        return embeddedAt.filter(changedAt::isAfter).isPresent() ? Kind.REUSED : Kind.EMBEDDED;
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HexFormat.of().formatHex(copy);
    }

    /** Without the hash: it may end in a log. */
    @Override
    public String toString() {
        return "%s in revision %d under %s".formatted(kind, revision, modelName);
    }
}
