package io.nearline.faults.agent;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.lang.instrument.Instrumentation;
import java.nio.file.Path;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/** Puts a switch before every call of a model. */
public final class FaultAgent {
    private static final String SESSION = "io.nearline.embedding.onnx.OnnxSession";

    private FaultAgent() {}

    /**
     * Called by the JVM before its main class.
     *
     * @param controlFile what the switch obeys
     */
    public static void premain(String controlFile, Instrumentation instrumentation) {
        ModelSwitch.obey(Path.of(controlFile));
        new AgentBuilder.Default()
                .type(named(SESSION))
                .transform(
                        (builder, type, loader, module, domain) ->
                                builder.visit(Advice.to(BeforeRun.class).on(named("run"))))
                .installOn(instrumentation);
    }
}
