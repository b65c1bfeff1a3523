package io.nearline.pipeline.cli;

import io.nearline.embedding.packaging.ModelSettings;
import java.io.PrintWriter;

/** A model's settings, one a line, each with where it comes from. */
final class ModelSettingsText {

    private ModelSettingsText() {}

    static void print(ModelSettings settings, PrintWriter out) {
        out.println("name            " + settings.name());
        out.println("dimensions      " + settings.dimensions());
        out.println("max tokens      " + settings.maxTokens());
        out.println("pooling         " + settings.pooling());
        out.println("length          " + settings.length());
        out.println("query prefix    " + settings.queryPrefix());
        out.println("passage prefix  " + settings.passagePrefix());
        out.println("inputs          " + settings.inputs());
        out.println("output          " + settings.output());
        out.println("precision       " + settings.precision());
        out.println("padding token   " + settings.padToken());
    }
}
