package io.nearline.operators.registry;

import java.time.Duration;
import java.time.InstantSource;
import org.apache.avro.Schema;

/**
 * Registers the schema that somebody is about to write with. While the registry does not answer,
 * whoever asks waits. One thread only.
 */
public final class Registration {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final SchemaRegistry registry;
    private final KnownSchemas.Waiting waiting;
    private final KnownSchemas.Pause pause;
    private final InstantSource clock;

    /** Registers by the clock. */
    public Registration(SchemaRegistry registry, KnownSchemas.Waiting waiting) {
        this(registry, waiting, time -> Thread.sleep(time.toMillis()), InstantSource.system());
    }

    Registration(
            SchemaRegistry registry,
            KnownSchemas.Waiting waiting,
            KnownSchemas.Pause pause,
            InstantSource clock) {
        this.registry = registry;
        this.waiting = waiting;
        this.pause = pause;
        this.clock = clock;
    }

    /**
     * The id of the schema, registered under the subject if it was not. A subject on whose
     * compatibility nobody has decided gets the given one.
     *
     * @param compatibility the registry's word for it, as {@code FULL_TRANSITIVE}
     * @throws RefusedSchemaException if the registry does not take the schema
     * @throws InterruptedException if the thread is told to end while it waits
     */
    public int register(String subject, Schema schema, String compatibility)
            throws RefusedSchemaException, InterruptedException {
        long began = clock.millis();
        boolean waits = false;
        boolean undecided = false;
        for (Duration next = FIRST_PAUSE; ; next = longer(next)) {
            try {
                undecided |= !registry.hasCompatibility(subject);
                int id = registry.register(subject, schema);
                if (undecided) {
                    // Not before: Apicurio takes it only of subjects that exist.
                    registry.setCompatibility(subject, compatibility);
                }
                if (waits) {
                    waiting.ends(Duration.ofMillis(clock.millis() - began));
                }
                return id;
            } catch (RegistryUnavailableException e) {
                if (!waits) {
                    waiting.begins(String.valueOf(e.getMessage()));
                }
                waits = true;
                pause.of(next);
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
