package io.nearline.retrieval.serve;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Model bundles on this machine. */
interface Bundles {

    /** The bundle of this digest. Asks whoever may know, and waits for the answer. */
    Optional<Path> find(String modelName, String digest);

    /** The same as far as this machine knows: nobody is asked. */
    Optional<Path> findHere(String modelName, String digest);

    /** Digests of the bundles whose manifests bear this name, by directory. */
    Map<Path, String> digestsOf(String modelName);
}
