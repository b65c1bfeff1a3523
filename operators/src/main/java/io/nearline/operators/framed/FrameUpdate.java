package io.nearline.operators.framed;

import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.registry.KnownSchemas;
import io.nearline.operators.registry.RefusedSchemaException;
import io.nearline.operators.registry.Registration;
import io.nearline.operators.registry.RegistryAccess;
import io.nearline.operators.registry.SchemaRegistry;
import io.nearline.schemas.UndecodableRecordException;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of index-updates to the same records in Confluent's framing; key, headers and null values
 * stay. It registers the schema before it reads anything, and waits for that while the registry
 * does not answer.
 */
public final class FrameUpdate extends ProcessFunction<RawRecord, EncodedRecord> {

    /** What any two versions of the schema are to each other, as schemas/README.md promises. */
    static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(FrameUpdate.class);

    private final RegistryAccess registry;
    private final String subject;

    private transient UpdateFraming framing;
    private transient Counter notFramed;

    /**
     * @param topic topic that the records are for: its name gives the subject
     */
    public FrameUpdate(RegistryAccess registry, String topic) {
        this.registry = registry;
        this.subject = SchemaRegistry.subjectOfValues(topic);
    }

    @Override
    public void open(OpenContext context) throws InterruptedException {
        notFramed = PipelineMetrics.of(getRuntimeContext()).updatesNotFramed();
        framing = new UpdateFraming(schemaId());
    }

    private int schemaId() throws InterruptedException {
        Registration registration =
                new Registration(new SchemaRegistry(registry), new LoggedWait());
        try {
            return registration.register(subject, UpdateFraming.schema(), COMPATIBILITY);
        } catch (RefusedSchemaException e) {
            // A restart would ask the same again.
            throw new SuppressRestartsException(
                    new IllegalStateException(
                            "%s; or give nearline.topics.framed-updates another topic, whose subject has no schema of somebody else"
                                    .formatted(e.getMessage()),
                            e));
        }
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<EncodedRecord> out) {
        byte[] value = record.value();
        if (value != null) {
            try {
                value = framing.framed(value);
            } catch (UndecodableRecordException e) {
                notFramed.inc();
                LOG.warn("{} is not copied: {}", record, e.getMessage());
                return;
            }
        }
        out.collect(new EncodedRecord(record.key(), value, record.headers()));
    }

    private final class LoggedWait implements KnownSchemas.Waiting {

        @Override
        public void begins(String problem) {
            LOG.warn(
                    "The copy of updates waits to register subject {}, and checkpoints wait with"
                            + " it: {}",
                    subject,
                    problem);
        }

        @Override
        public void ends(Duration waited) {
            LOG.info("Registered subject {} after {} ms", subject, waited.toMillis());
        }
    }
}
