package io.nearline.operators.backfill;

import java.io.Serializable;
import java.util.Optional;

/** Where a stage looks up the pace of the sources of its own process. */
@FunctionalInterface
public interface PaceGauge extends Serializable {

    /** The pace at present; empty while no source of this process reads to embed. */
    Optional<PaceReading> read();
}
