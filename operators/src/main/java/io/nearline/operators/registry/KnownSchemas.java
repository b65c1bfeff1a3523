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

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** A registry of several machines may hear of a schema later on one than on another. */
    private static final int LOOKS_FOR_AN_UNKNOWN_ID = 3;

    /** As long as records of one mistake go on coming, the registry is not asked for each. */
    private static final Duration UNKNOWN_FOR = Duration.ofMinutes(1);

    private static final int MOST_UNKNOWN = 1000;

    private final SchemaRegistry registry;
    private final Waiting waiting;
    private final Pause pause;
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

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /** Schemas of a registry, by the clock. */
    public KnownSchemas(SchemaRegistry registry, Waiting waiting) {
        this(registry, waiting, time -> Thread.sleep(time.toMillis()), InstantSource.system());
    }

    KnownSchemas(SchemaRegistry registry, Waiting waiting, Pause pause, InstantSource clock) {
        this.registry = registry;
        this.waiting = waiting;
        this.pause = pause;
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
                return asked(id);
            } catch (UnknownSchemaException e) {
                if (look == LOOKS_FOR_AN_UNKNOWN_ID) {
                    remember(id, e);
                    throw e;
                }
                pause.of(FIRST_PAUSE);
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

    private Schema asked(int id) throws UnknownSchemaException, InterruptedException {
        long began = clock.millis();
        boolean waits = false;
        for (Duration next = FIRST_PAUSE; ; next = longer(next)) {
            try {
                Schema found = registry.schema(id);
                goOn(waits, began);
                return found;
            } catch (UnknownSchemaException e) {
                goOn(waits, began);
                throw e;
            } catch (RegistryUnavailableException e) {
                if (!waits) {
                    waiting.begins(String.valueOf(e.getMessage()));
                }
                waits = true;
                pause.of(next);
            }
        }
    }

    private void goOn(boolean waited, long began) {
        if (waited) {
            waiting.ends(Duration.ofMillis(clock.millis() - began));
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
