package io.nearline.bench.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.bench.task.Json;
import io.nearline.bench.task.Setting;
import io.nearline.bench.task.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A process that does what its standard input asks, a line at a time, and answers on standard
 * output. The first line is its {@link Setting}. Ends with its input.
 */
public final class WorkerMain {
    static final String ERROR = "error";

    private WorkerMain() {}

    /** Serves until the input ends. */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        // Libraries that print must not answer.
        System.setOut(System.err);
        BufferedReader requests =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Setting setting = Json.MAPPER.readValue(requests.readLine(), Setting.class);
        Serving serving = new Serving(setting);
        for (String line; (line = requests.readLine()) != null; ) {
            answers.println(serving.answer(Json.MAPPER.readTree(line)));
            answers.flush();
        }
        // Threads of libraries may live on.
        System.exit(0);
    }

    /** Opens the task with the first request. */
    private static final class Serving {
        private final Setting setting;
        private Task task;

        Serving(Setting setting) {
            this.setting = setting;
        }

        String answer(JsonNode request) throws IOException {
            try {
                if (task == null) {
                    task = Tasks.open(setting);
                }
                return Json.MAPPER.writeValueAsString(task.run(request));
            } catch (Exception | LinkageError e) {
                e.printStackTrace();
                ObjectNode failure = Json.MAPPER.createObjectNode();
                return failure.put(ERROR, e.toString()).toString();
            }
        }
    }
}
