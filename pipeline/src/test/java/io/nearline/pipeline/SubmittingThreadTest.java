package io.nearline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SubmittingThreadTest {
    private final ExecutorService jobManager = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        jobManager.shutdown();
    }

    @Test
    void keepsNoClassOfAJarThatIsGone() throws Exception {
        // As in a cluster, the first to log is not the jar: logging remembers who that was.
        LoggerFactory.getLogger(SubmittingThreadTest.class).debug("ready");
        WeakReference<ClassLoader> jar = jobManager.submit(() -> submitFrom(jar())).get();

        Awaitility.await("the class loader is collected")
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            System.gc();
                            return jar.refersTo(null);
                        });
        assertThat(jobManager.submit(Thread::currentThread).get().isAlive()).isTrue();
    }

    /** What main does that Avro remembers. */
    private static WeakReference<ClassLoader> submitFrom(URLClassLoader jar) throws Exception {
        try (jar) {
            Class<?> event = Class.forName("io.nearline.schemas.PostEvent", true, jar);
            event.getMethod("getClassSchema").invoke(null);
            Method forget =
                    Class.forName(SubmittingThread.class.getName(), true, jar)
                            .getDeclaredMethod("forgetJar");
            forget.setAccessible(true);
            forget.invoke(null);
        }
        return new WeakReference<>(jar);
    }

    private static URLClassLoader jar() {
        return new Jar(
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(SubmittingThreadTest::url)
                        .toArray(URL[]::new));
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }

    /** Has classes of its own where a job's jar has them in a cluster. */
    private static final class Jar extends URLClassLoader {
        Jar(URL[] entries) {
            super(entries, SubmittingThreadTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.nearline.") && !name.startsWith("org.apache.avro.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
