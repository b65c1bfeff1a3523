package io.nearline.bench.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.bench.task.Json;
import io.nearline.bench.task.Setting;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;

/** A worker, seen from the process that asks it. */
public final class WorkerProcess implements AutoCloseable {
    /** The same for all: memory is compared. */
    private static final String HEAP = "1g";

    private final Setting setting;
    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;

    private WorkerProcess(Setting setting, Process process) {
        this.setting = setting;
        this.process = process;
        this.requests =
                new BufferedWriter(
                        new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        this.answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts one. */
    public static WorkerProcess start(Setting setting) throws IOException {
        WorkerProcess worker =
                new WorkerProcess(setting, JavaProcess.start(WorkerMain.class, HEAP));
        worker.send(Json.MAPPER.writeValueAsString(setting));
        return worker;
    }

    /**
     * Asks and waits for the answer.
     *
     * @throws WorkerFailedException if it failed or is gone
     */
    public JsonNode ask(ObjectNode request) throws IOException {
        send(request.toString());
        String line = answers.readLine();
        // A JVM that crashes says so on the same stream, after a #.
        if (line == null || line.startsWith("#")) {
            throw failed("its process has ended");
        }
        JsonNode answer = Json.MAPPER.readTree(line);
        if (answer.has(WorkerMain.ERROR)) {
            throw failed(answer.get(WorkerMain.ERROR).asText());
        }
        return answer;
    }

    private WorkerFailedException failed(String why) {
        return new WorkerFailedException(
                setting.label() + " " + setting.role() + " failed: " + why + "; details are above");
    }

    private void send(String line) throws IOException {
        requests.write(line);
        requests.newLine();
        requests.flush();
    }

    @Override
    public void close() {
        JavaProcess.end(process);
    }
}
