package io.nearline.faults.agent;

import ai.onnxruntime.OrtException;
import net.bytebuddy.asm.Advice;

/** What is put before the code of the method that runs the model. */
final class BeforeRun {
    private BeforeRun() {}

    @Advice.OnMethodEnter
    static void enter() throws OrtException {
        ModelSwitch.pass();
    }
}
