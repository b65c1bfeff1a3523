package io.nearline.operators.registry;

import java.time.InstantSource;
import org.apache.avro.Schema;

/**
 * Registers the schema that somebody is about to write with. While the registry does not answer,
 * whoever asks waits. One thread only.
 */
public final class Registration {

    private final SchemaRegistry registry;
    private final Patience patience;

    /** Registers by the clock. */
    public Registration(SchemaRegistry registry, KnownSchemas.Waiting waiting) {
        this(registry, waiting, Patience.Pause.SLEEP, InstantSource.system());
    }

    Registration(
            SchemaRegistry registry,
            KnownSchemas.Waiting waiting,
            Patience.Pause pause,
            InstantSource clock) {
        this.registry = registry;
        this.patience = new Patience(waiting, pause, clock);
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
        return patience.answer(new Request(subject, schema, compatibility));
    }

    /** Asked again until the registry answers, and then from where it was left. */
    private final class Request implements Patience.Question<Integer, RefusedSchemaException> {

        private final String subject;
        private final Schema schema;
        private final String compatibility;
        private boolean undecided;

        Request(String subject, Schema schema, String compatibility) {
            this.subject = subject;
            this.schema = schema;
            this.compatibility = compatibility;
        }

        @Override
        public Integer ask()
                throws RefusedSchemaException, RegistryUnavailableException, InterruptedException {
            undecided |= !registry.hasCompatibility(subject);
            int id = registry.register(subject, schema);
            if (undecided) {
                // Not before: Apicurio takes it only of subjects that exist.
                registry.setCompatibility(subject, compatibility);
            }
            return id;
        }
    }
}
