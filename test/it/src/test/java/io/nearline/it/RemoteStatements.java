package io.nearline.it;

import java.util.Arrays;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** Runs statements on a session cluster, each to its end. Needs Flink alone. */
public final class RemoteStatements {

    private RemoteStatements() {}

    /**
     * @param arguments the port of the cluster's REST API on this machine, then statements
     */
    public static void main(String[] arguments) throws Exception {
        Configuration configuration = new Configuration();
        configuration.setString("execution.target", "remote");
        configuration.setString("rest.address", "127.0.0.1");
        configuration.setString("rest.port", arguments[0]);
        configuration.setString("parallelism.default", "2");
        configuration.setString("restart-strategy.type", "none");
        TableEnvironment environment =
                TableEnvironment.create(
                        EnvironmentSettings.newInstance()
                                .inStreamingMode()
                                .withConfiguration(configuration)
                                .build());
        for (String statement : Arrays.asList(arguments).subList(1, arguments.length)) {
            environment.executeSql(statement).await();
        }
    }
}
