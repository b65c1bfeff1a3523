package io.nearline.operations.rollout;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.operations.bundles.VerifiedModel;
import java.nio.file.Path;
import java.util.Locale;

/** Whether this machine computes a bundle's vectors as the machine that packaged it did. */
final class GoldenParity {

    private GoldenParity() {}

    static CheckResult judge(Path bundle) {
        try {
            VerifiedModel verified = VerifiedModel.of(bundle);
            var golden = verified.bundle().golden();
            return CheckResult.atLeast(
                    Check.GOLDEN_PARITY,
                    verified.worstCosine(),
                    golden.minCosine(),
                    String.format(
                            Locale.ROOT,
                            "worst cosine of %,d golden vectors, computed here",
                            golden.vectors().size()),
                    "");
        } catch (ModelRejectedException e) {
            return rejected(e);
        }
    }

    /** The result for a bundle that cannot even be opened. */
    static CheckResult rejected(ModelRejectedException cause) {
        return CheckResult.failed(Check.GOLDEN_PARITY, String.valueOf(cause.getMessage()), "");
    }
}
