package io.nearline.embedding.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.ModelRejectedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where texts enter a model beside its posts.
 *
 * @param query of texts to search with; its prefix is the manifest's own
 * @param member of texts about members
 */
public record EntryPoints(
        @JsonInclude(Include.NON_NULL) @Nullable EntryPoint query,
        @JsonInclude(Include.NON_NULL) @Nullable EntryPoint member) {

    public EntryPoints {
        if (query != null && query.prefix() != null) {
            throw new ModelRejectedException(
                    "entryPoints.query has a prefix: queryPrefix says what goes before a query");
        }
    }

    /** That of a role; empty where its texts enter as posts do. */
    public Optional<EntryPoint> of(Role role) {
        return Optional.ofNullable(
                switch (role) {
                    case PASSAGE -> null;
                    case QUERY -> query;
                    case MEMBER -> member;
                });
    }
}
