package io.nearline.operators.wire;

import io.nearline.embedding.bundle.Digests;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.decode.PostReader;
import io.nearline.operators.decode.WaitObserver;
import io.nearline.operators.registry.RegistryAccess;
import io.nearline.operators.registry.SchemaRegistry;

/**
 * Records of Avro in Confluent's framing, whose schemas a registry has.
 *
 * @param mapping how a record becomes a post
 * @param registry where the schemas are
 */
public record ConfluentAvroPosts(NamedMapping mapping, RegistryAccess registry)
        implements PostFormat {

    @Override
    public PostReader open(WaitObserver observer) {
        return new MappedReader(
                mapping.mapper(),
                new ConfluentAvroRecords(new SchemaRegistry(registry), observer)::fields);
    }

    @Override
    public String fingerprint() {
        return Digests.sha256("confluent-avro\n" + mapping.text());
    }
}
