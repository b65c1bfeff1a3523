package io.nearline.operators.admit;

import io.nearline.operators.Records;
import io.nearline.operators.model.ModelRef;
import io.nearline.schemas.PostEvent;
import java.util.List;

/** Posts as the first gate hands them on, for tests of the stages after it. */
public final class Admitted {

    private Admitted() {}

    /** The post with one task for each of the given models. */
    public static AdmittedPost admitted(PostEvent event, Action action, String... modelNames) {
        List<ModelTask> tasks =
                List.of(modelNames).stream()
                        .map(
                                name ->
                                        ModelTask.of(
                                                new ModelRef(name, "fake-digest-of-" + name, null),
                                                action))
                        .toList();
        return new AdmittedPost(Records.text(event), tasks);
    }
}
