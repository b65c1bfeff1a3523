package io.nearline.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Statements of one user, run by Flink's planner in a cluster inside this JVM. */
public final class SqlSession {

    private final TableEnvironment environment;

    /** A session whose jobs end or fail: none is tried again. */
    public SqlSession(Map<String, String> settings) {
        Map<String, String> all =
                new TreeMap<>(
                        Map.of(
                                "restart-strategy.type", "none",
                                "heartbeat.timeout", "3min",
                                "parallelism.default", "2",
                                "taskmanager.memory.network.max", "32m",
                                "table.local-time-zone", "UTC"));
        all.putAll(settings);
        environment =
                TableEnvironment.create(
                        EnvironmentSettings.newInstance()
                                .inStreamingMode()
                                .withConfiguration(Configuration.fromMap(all))
                                .build());
    }

    /** Runs statements that make or set something. */
    public void run(String... statements) {
        for (String statement : statements) {
            environment.executeSql(statement);
        }
    }

    /** The rows of a query that ends. */
    public List<Row> rows(String query) throws Exception {
        List<Row> rows = new ArrayList<>();
        each(query, rows::add);
        return rows;
    }

    /** Hands over each row of a query that ends, as it comes. */
    @SuppressWarnings("try") // Says that it may be interrupted.
    public void each(String query, Consumer<Row> receiver) throws Exception {
        try (CloseableIterator<Row> found = environment.executeSql(query).collect()) {
            found.forEachRemaining(receiver);
        }
    }

    /** How the planner would run a query. */
    public String plan(String query) {
        return environment.explainSql(query);
    }

    /** What a row has in the column {@code vector}. */
    public static float[] vector(Row row) {
        Float[] boxed = (Float[]) Objects.requireNonNull(row.getField("vector"), "vector");
        float[] vector = new float[boxed.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = boxed[i];
        }
        return vector;
    }
}
