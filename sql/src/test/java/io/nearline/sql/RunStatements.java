package io.nearline.sql;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** Runs each argument as a statement, one after the other to its end. Needs Flink alone. */
public final class RunStatements {

    private RunStatements() {}

    public static void main(String[] statements) throws Exception {
        Configuration configuration = new Configuration();
        configuration.setString("parallelism.default", "1");
        configuration.setString("restart-strategy.type", "none");
        configuration.setString("heartbeat.timeout", "3min");
        TableEnvironment environment =
                TableEnvironment.create(
                        EnvironmentSettings.newInstance()
                                .inStreamingMode()
                                .withConfiguration(configuration)
                                .build());
        for (String statement : statements) {
            environment.executeSql(statement).await();
        }
    }
}
