package io.nearline.training.report;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.training.learn.Preparation;
import io.nearline.training.learn.TextCosts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a text costs by the models of a report. Scores that took minutes are not given up for a
 * cost: where there can be none, that is said instead.
 */
final class ComparedCosts {
    private final Preparation prepared;
    private final Consumer<String> progress;
    private Optional<Path> scratch = Optional.empty();

    /** By the models' names, the base's first. */
    private final Map<String, Path> bundles = new LinkedHashMap<>();

    /**
     * Nothing is measured yet, nor wanted.
     *
     * @param progress told what is measured, and what cannot be
     */
    ComparedCosts(Preparation prepared, Consumer<String> progress) {
        this.prepared = prepared;
        this.progress = progress;
    }

    /**
     * Costs are wanted.
     *
     * @param directory an empty one for a bundle
     */
    void packageIn(Path directory) {
        scratch = Optional.of(directory);
    }

    /** Packages the model whose weights the encoder has, if costs are wanted, beside the base. */
    void addBaseAndModel(String base, String model) {
        if (scratch.isPresent()) {
            try {
                Path served = TextCosts.packaged(prepared, scratch.get());
                bundles.put(base, prepared.base().bundle().directory());
                bundles.put(model, served);
            } catch (IOException | ModelRejectedException e) {
                sayWhyNot(e);
            }
        }
    }

    /** Another form of that model, if there are costs to stand beside. */
    void addForm(String name, Path bundle) {
        if (!bundles.isEmpty()) {
            bundles.put(name, bundle);
        }
    }

    /** The costs, if they are wanted and can be had. */
    Optional<TextCosts> measure() {
        if (bundles.size() < 2) {
            return Optional.empty();
        }
        progress.accept("what a text costs");
        try {
            return Optional.of(TextCosts.measure(prepared, bundles));
        } catch (ModelRejectedException e) {
            // Such as a base in int8 that this processor computes wrongly: training needs it in
            // fp32.
            sayWhyNot(e);
            return Optional.empty();
        }
    }

    private void sayWhyNot(Exception why) {
        progress.accept("without what a text costs: " + why.getMessage());
    }
}
