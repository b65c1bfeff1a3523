package io.nearline.operators.registry;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to get to a schema registry. Files are named, not read: their content must not travel with a
 * job, and may change while it runs.
 *
 * @param urls addresses of one registry, at least one; the next is asked where one does not answer
 * @param credentialsFile file of one line, {@code user:password}; null if the registry asks for
 *     none
 * @param caFile certificates in PEM that sign the registry's; null for those that Java trusts
 */
public record RegistryAccess(
        List<String> urls, @Nullable String credentialsFile, @Nullable String caFile)
        implements Serializable {

    public RegistryAccess {
        urls = List.copyOf(urls);
    }

    /** Counts only: addresses and files are the deployer's business. */
    @Override
    public String toString() {
        return "registry at %d addresses".formatted(urls.size());
    }
}
