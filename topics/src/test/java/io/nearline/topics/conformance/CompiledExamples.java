package io.nearline.topics.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.testkit.ProjectFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Classes of topics/examples, compiled as their readers do. */
final class CompiledExamples {

    static final Path DIRECTORY = ProjectFiles.root().resolve("topics/examples");

    private CompiledExamples() {}

    /**
     * Compiles one.
     *
     * @param name of the class and its file
     * @param classes where its classes go
     */
    static URLClassLoader compile(String name, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String source = DIRECTORY.resolve(name + ".java").toString();
        int status =
                compiler.run(
                        null,
                        OutputStream.nullOutputStream(),
                        System.err,
                        "-d",
                        classes.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-proc:none",
                        source);
        assertThat(status).as("javac %s", source).isZero();
        return new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, CompiledExamples.class.getClassLoader());
    }
}
