package io.nearline.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * Every version of one record type that was ever shipped, oldest first, so that a reader finds the
 * schema a message was written with by the fingerprint in the message.
 *
 * <p>The versions are the resources {@code history/<Type>.v<N>.avsc} beside this class, numbered
 * from 1 without gaps. Immutable and safe for use by many threads.
 */
public final class SchemaCatalog {

    /**
     * Each is read once, and lives as long as its type: a class loader that goes takes it along.
     */
    private static final ClassValue<SchemaCatalog> SHIPPED =
            new ClassValue<>() {
                @Override
                protected SchemaCatalog computeValue(Class<?> type) {
                    return ofShipped(type);
                }
            };

    private final List<Schema> versions;
    private final Map<Long, Schema> byFingerprint = new HashMap<>();

    private SchemaCatalog(List<Schema> versions) {
        this.versions = List.copyOf(versions);
        // Later versions replace earlier ones of the same fingerprint: those differ only in docs
        // and defaults, which do not shape the body.
        versions.forEach(schema -> byFingerprint.put(fingerprint(schema), schema));
    }

    /**
     * The versions of a generated type that this build of the library ships.
     *
     * @throws IllegalStateException if the library ships none, which means that the type is not one
     *     of Nearline's
     */
    public static SchemaCatalog of(Class<? extends SpecificRecord> type) {
        return SHIPPED.get(type);
    }

    private static SchemaCatalog ofShipped(Class<?> type) {
        List<Schema> versions = new ArrayList<>();
        for (Optional<Schema> next = shipped(type, 1);
                next.isPresent();
                next = shipped(type, versions.size() + 1)) {
            versions.add(next.get());
        }
        if (versions.isEmpty()) {
            throw new IllegalStateException(
                    "Found no resource "
                            + resource(type, 1)
                            + ": only record types with a frozen version can be read and written.");
        }
        versions.add(SpecificData.get().getSchema(type));
        return new SchemaCatalog(versions);
    }

    /**
     * A catalog that knows further writer schemas too, for instance of a newer version than this
     * library's, as fetched from a registry.
     */
    public SchemaCatalog with(Schema... newerVersions) {
        List<Schema> all = new ArrayList<>(versions);
        all.addAll(Arrays.asList(newerVersions));
        return new SchemaCatalog(all);
    }

    /** The schema with this CRC-64-AVRO fingerprint, or empty if no known version has it. */
    public Optional<Schema> find(long fingerprint) {
        return Optional.ofNullable(byFingerprint.get(fingerprint));
    }

    /** Frozen versions oldest first, then the schema that the generated class was built from. */
    public List<Schema> versions() {
        return versions;
    }

    /** The CRC-64-AVRO fingerprint of the schema's parsing canonical form. */
    public static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    private static Optional<Schema> shipped(Class<?> type, int version) {
        try (InputStream in = SchemaCatalog.class.getResourceAsStream(resource(type, version))) {
            return in == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(in));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read resource " + resource(type, version), e);
        }
    }

    private static String resource(Class<?> type, int version) {
        return "history/" + type.getSimpleName() + ".v" + version + ".avsc";
    }
}
