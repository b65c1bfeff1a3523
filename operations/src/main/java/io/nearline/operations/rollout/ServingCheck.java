package io.nearline.operations.rollout;

import io.nearline.schemas.ModelServing;

/** Whether posts to come will have a vector of the model. */
final class ServingCheck {

    private ServingCheck() {}

    static CheckResult judge(KnownModel model) {
        ModelServing serving = model.serving();
        if (serving != null && model.isServing()) {
            return CheckResult.passed(Check.SERVING, "by the live job since " + serving.getSince());
        }
        String found =
                serving == null
                        ? "the live job has not said that it serves it"
                        : "the live job says %s%s"
                                .formatted(
                                        serving.getState(),
                                        serving.getReason() == null
                                                ? ""
                                                : ": " + serving.getReason());
        return CheckResult.failed(
                Check.SERVING,
                found,
                "let it be served first, with: nearline rollout stage BUNDLE_URI");
    }
}
