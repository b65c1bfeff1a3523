package io.nearline.operators.registry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Schemas by id. What the registry has told is kept for ever, since an id never changes its
 * meaning. While the registry does not answer, whoever asks waits. One thread only.
 */
public final class KnownSchemas {

    /** A registry of several machines may hear of a schema later on one than on another. */
    private static final int LOOKS_FOR_AN_UNKNOWN_ID = 3;

    /** As long as records of one mistake go on coming, the registry is not asked for each. */
    private static final Duration UNKNOWN_FOR = Duration.ofMinutes(1);

    private static final int MOST_UNKNOWN = 1000;

    private final SchemaRegistry registry;
    private final Patience patience;
    private final InstantSource clock;
    private final Map<Integer, Schema> schemas = new HashMap<>();
    private final Map<Integer, Unknown> unknown = new HashMap<>();

    /** What the registry did not have. */
    private record Unknown(String problem, long until) {}

    /** Told when the registry does not answer. */
    public interface Waiting {

        /** It does not. Told once until it does; whoever will not wait throws. */
        void begins(String problem);

        /** It answers again. */
        void ends(Duration waited);
    }

    /** Schemas of a registry, by the clock. */
    public KnownSchemas(SchemaRegistry registry, Waiting waiting) {
        this(registry, waiting, Patience.Pause.SLEEP, InstantSource.system());
    }

    KnownSchemas(
            SchemaRegistry registry, Waiting waiting, Patience.Pause pause, InstantSource clock) {
        this.registry = registry;
        this.patience = new Patience(waiting, pause, clock);
        this.clock = clock;
    }

    /**
     * The schema of an id.
     *
     * @throws UnknownSchemaException if the registry says that it has none
     * @throws InterruptedException if the thread is told to end while it waits
     */
    public Schema get(int id) throws UnknownSchemaException, InterruptedException {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Unknown missed = unknown.get(id);
        if (missed != null && clock.millis() < missed.until()) {
            throw new UnknownSchemaException(missed.problem());
        }
        Schema found = found(id);
        schemas.put(id, found);
        unknown.remove(id);
        return found;
    }

    private Schema found(int id) throws UnknownSchemaException, InterruptedException {
        for (int look = 1; ; look++) {
            try {
                return patience.answer(() -> registry.schema(id));
            } catch (UnknownSchemaException e) {
                if (look == LOOKS_FOR_AN_UNKNOWN_ID) {
                    remember(id, e);
                    throw e;
                }
                patience.pauseShortly();
            }
        }
    }

    private void remember(int id, UnknownSchemaException problem) {
        if (unknown.size() >= MOST_UNKNOWN) {
            unknown.clear();
        }
        unknown.put(
                id,
                new Unknown(
                        String.valueOf(problem.getMessage()),
                        clock.millis() + UNKNOWN_FOR.toMillis()));
    }
}
