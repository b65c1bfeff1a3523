package io.nearline.training.learn;

import io.nearline.embedding.EmbeddableText.Role;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What reads the texts of each role, opened when it is first needed, and closed with this.
 *
 * @param <T> of the readers
 */
final class ByRole<T> implements AutoCloseable {
    private final Function<Role, T> opener;
    private final Consumer<T> closer;
    private final Map<Role, T> open = new EnumMap<>(Role.class);

    ByRole(Function<Role, T> opener, Consumer<T> closer) {
        this.opener = opener;
        this.closer = closer;
    }

    T of(Role role) {
        return open.computeIfAbsent(role, opener);
    }

    @Override
    public void close() {
        open.values().forEach(closer);
    }
}
