package io.nearline.operators.model;

import java.io.Serializable;
import java.util.List;

/** How models stand when a job starts without state. */
@FunctionalInterface
public interface OpeningStandings extends Serializable {

    /** Nothing was ever decided: what is configured serves. */
    OpeningStandings NONE = List::of;

    /**
     * How every known model stands.
     *
     * @throws RuntimeException if that cannot be found out now
     */
    List<ModelStanding> read();
}
