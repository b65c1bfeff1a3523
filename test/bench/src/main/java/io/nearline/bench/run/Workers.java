package io.nearline.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.bench.measure.Measurement;
import io.nearline.bench.task.Json;
import io.nearline.bench.task.Setting;
import io.nearline.bench.worker.BrokerProcess;
import io.nearline.bench.worker.Role;
import io.nearline.bench.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The processes of a run: one per model and role, started when first asked. */
final class Workers implements AutoCloseable {
    private final Files files;
    private final BrokerProcess broker;
    private final int cores;
    private final Map<String, String> options;
    private final Map<String, WorkerProcess> running = new HashMap<>();

    /**
     * Where the processes find things.
     *
     * @param posts file of distinct posts
     * @param repeats file of posts with repeated texts
     * @param work directory for what they write
     */
    record Files(Path posts, Path repeats, Path work) {}

    /**
     * @param cores processors that contenders use
     * @param options of the jobs, over their defaults
     */
    Workers(Files files, BrokerProcess broker, int cores, Map<String, String> options) {
        this.files = files;
        this.broker = broker;
        this.cores = cores;
        this.options = options;
    }

    /** Asks a worker for a measurement. */
    Measurement measure(ModelUnderTest model, Role role, ObjectNode request) throws IOException {
        return Json.MAPPER.treeToValue(ask(model, role, request), Measurement.class);
    }

    /** Asks a worker. */
    JsonNode ask(ModelUnderTest model, Role role, ObjectNode request) throws IOException {
        return worker(model, role).ask(request);
    }

    /** Whether a worker has been asked before. */
    boolean isRunning(ModelUnderTest model, Role role) {
        return running.containsKey(key(model, role));
    }

    /** Ends a worker that is not needed any more; harmless if there is none. */
    void end(ModelUnderTest model, Role role) {
        WorkerProcess worker = running.remove(key(model, role));
        if (worker != null) {
            worker.close();
        }
    }

    private WorkerProcess worker(ModelUnderTest model, Role role) throws IOException {
        String key = key(model, role);
        WorkerProcess worker = running.get(key);
        if (worker == null) {
            worker = WorkerProcess.start(setting(model, role));
            running.put(key, worker);
        }
        return worker;
    }

    private Setting setting(ModelUnderTest model, Role role) {
        return new Setting(
                role.key(),
                model.label(),
                (role.isOwn() ? model.bundle() : model.rival()).directory(),
                files.posts(),
                files.repeats(),
                files.work(),
                broker.brokers(),
                cores,
                model.tokenBudget(),
                options);
    }

    private static String key(ModelUnderTest model, Role role) {
        return model.label() + '/' + role.key();
    }

    @Override
    public void close() {
        running.values().forEach(WorkerProcess::close);
    }
}
