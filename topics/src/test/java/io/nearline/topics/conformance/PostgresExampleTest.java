package io.nearline.topics.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the example for PostgreSQL leaves behind. A real server is in {@code test/stores}. */
class PostgresExampleTest {

    @TempDir private Path classes;
    private final List<String> asked = new ArrayList<>();

    /** Left open, it would hold the lock that the next attempt of the same process waits for. */
    @Test
    void aStoreThatCannotBeOpenedClosesItsConnection() throws Exception {
        Driver driver = driver();
        DriverManager.registerDriver(driver);
        try (URLClassLoader loader = CompiledExamples.compile("PostgresStore", classes)) {
            Class<? extends UpdateStore> store =
                    loader.loadClass("PostgresStore").asSubclass(UpdateStore.class);

            assertThatThrownBy(() -> store.getConstructor(String.class).newInstance("jdbc:paper:"))
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("42501")
                    .hasMessageNotContaining("secret");
        } finally {
            DriverManager.deregisterDriver(driver);
        }
        assertThat(asked).containsSubsequence("Statement.execute", "Connection.close");
    }

    /** Of a server that refuses each statement. */
    private Driver driver() {
        Statement statement =
                proxy(
                        Statement.class,
                        method -> {
                            if (method.equals("execute")) {
                                throw new SQLException("secret", "42501");
                            }
                            return null;
                        });
        Connection connection =
                proxy(
                        Connection.class,
                        method -> method.equals("createStatement") ? statement : null);
        return proxy(
                Driver.class,
                method ->
                        switch (method) {
                            case "acceptsURL" -> true;
                            case "connect" -> connection;
                            case "hashCode" -> 1;
                            case "equals" -> true;
                            default -> null;
                        });
    }

    @FunctionalInterface
    private interface Answer {
        Object of(String method) throws SQLException;
    }

    private <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            asked.add(type.getSimpleName() + "." + method.getName());
                            return answer.of(method.getName());
                        }));
    }
}
