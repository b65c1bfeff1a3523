package io.nearline.faults.rig;

import io.nearline.faults.agent.FaultAgent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;

/** The agent as a jar, which is what a JVM takes: made of this class path when it is needed. */
final class AgentJar {
    private static final List<String> CLASSES =
            List.of(
                    "FaultAgent",
                    "BeforeRun",
                    "FailingCalls",
                    "ModelOrder",
                    "ModelOrder$Act",
                    "ModelSwitch");

    private AgentJar() {}

    /** Writes the jar. */
    static Path writeTo(Path file) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", FaultAgent.class.getName());
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            for (String name : withSynthetic()) {
                add(jar, FaultAgent.class.getPackageName().replace('.', '/') + "/" + name);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
    }

    /** What the agent needs on the class path of the JVM that it lives in. */
    static Path library() {
        try {
            return Path.of(
                    ByteBuddy.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no path to Byte Buddy", e);
        }
    }

    private static List<String> withSynthetic() {
        // The compiler may keep the table of a switch over an enum in a class of its own.
        return java.util.stream.Stream.concat(
                        CLASSES.stream(), java.util.stream.Stream.of("ModelSwitch$1"))
                .map(name -> name + ".class")
                .filter(name -> FaultAgent.class.getResource(name) != null)
                .toList();
    }

    private static void add(JarOutputStream jar, String name) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        try (InputStream bytes = FaultAgent.class.getClassLoader().getResourceAsStream(name)) {
            bytes.transferTo(jar);
        }
        jar.closeEntry();
    }
}
