package io.nearline.faults.rig;

import io.nearline.faults.agent.ModelOrder;
import io.nearline.faults.agent.ModelSwitch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Tells the models in all task managers what to do. */
public final class ModelControl {
    private static final Duration OBEYED = Duration.ofSeconds(60);

    private final Path file;
    private long id;

    ModelControl(Path file) {
        this.file = file;
    }

    /** The models do so from now on, until the next order. */
    public void order(ModelOrder.Act act, int amount) {
        id++;
        try {
            Path draft = file.resolveSibling("order.draft");
            Files.writeString(draft, new ModelOrder(id, act, amount).line());
            // Nobody may read half an order.
            Files.move(
                    draft,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
    }

    /** Waits until a model has done what was ordered last. */
    public void awaitObeyed() {
        Path obeyed = ModelSwitch.obeyed(file);
        Awaitility.await("a model that obeys")
                .atMost(OBEYED)
                .until(
                        () ->
                                Files.exists(obeyed)
                                        && Files.readAllLines(obeyed).contains(Long.toString(id)));
    }

    /** The models work as ever. */
    public void work() {
        order(ModelOrder.Act.WORK, 0);
    }
}
