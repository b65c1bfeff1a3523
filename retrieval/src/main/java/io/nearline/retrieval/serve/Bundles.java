package io.nearline.retrieval.serve;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Model bundles on this machine. */
interface Bundles {

    /** The bundle of this digest. */
    Optional<Path> find(String modelName, String digest);

    /** Digests of the bundles whose manifests bear this name, by directory. */
    Map<Path, String> digestsOf(String modelName);
}
