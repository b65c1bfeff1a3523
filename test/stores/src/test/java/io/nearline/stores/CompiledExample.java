package io.nearline.stores;

import io.nearline.testkit.ProjectFiles;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A class of topics/examples, compiled as its readers do. */
final class CompiledExample implements AutoCloseable {

    private final URLClassLoader loader;
    private final Class<?> type;

    /**
     * Compiles it.
     *
     * @param name of the class and its file
     * @param classes where its classes go
     */
    CompiledExample(String name, Path classes) throws IOException, ClassNotFoundException {
        Files.createDirectories(classes);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path source = ProjectFiles.root().resolve("topics/examples").resolve(name + ".java");
        int status =
                compiler.run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        if (status != 0) {
            throw new IOException(source + " does not compile");
        }
        loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
        type = loader.loadClass(name);
    }

    /** Makes one by its constructor without arguments. */
    <T> T make(Class<T> as) throws ReflectiveOperationException {
        return as.cast(type.getConstructor().newInstance());
    }

    /** Opens the store by its constructor of one text, which says where it is. */
    UpdateStore open(String place) throws IOException {
        try {
            return (UpdateStore) type.getConstructor(String.class).newInstance(place);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IOException refused) {
                throw refused;
            }
            throw new IOException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
