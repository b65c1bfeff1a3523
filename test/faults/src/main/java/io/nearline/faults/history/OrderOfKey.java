package io.nearline.faults.history;

import io.nearline.schemas.IndexKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks at the revisions of one key after the other, and counts repetitions. */
final class OrderOfKey {
    private final boolean exactlyOnce;
    private final List<Disturbance> disturbances;
    private int duplicates;
    private int stepsBack;

    OrderOfKey(boolean exactlyOnce, List<Disturbance> disturbances) {
        this.exactlyOnce = exactlyOnce;
        this.disturbances = disturbances;
    }

    int duplicates() {
        return duplicates;
    }

    int stepsBack() {
        return stepsBack;
    }

    void check(IndexKey key, List<Publication> publications, List<Violation> violations) {
        Set<Long> seen = new HashSet<>();
        Publication newest = null;
        for (Publication publication : publications) {
            boolean again = !seen.add(publication.revision());
            boolean older = newest != null && publication.revision() < newest.revision();
            duplicates += again ? 1 : 0;
            stepsBack += older ? 1 : 0;
            if (older && (exactlyOnce || !isExcused(publication))) {
                violations.add(
                        broken(
                                Rule.NO_OLDER_AFTER_NEWER,
                                key,
                                publication,
                                newest,
                                "steps back from r%d to r%d while nothing was at fault"
                                        .formatted(newest.revision(), publication.revision())));
            } else if (again && exactlyOnce) {
                violations.add(
                        broken(
                                Rule.NOTHING_TWICE,
                                key,
                                publication,
                                newest,
                                "r%d comes again".formatted(publication.revision())));
            }
            newest = older ? newest : publication;
        }
    }

    /** A restart repeats what came after the checkpoint that it went back to. */
    private boolean isExcused(Publication publication) {
        return disturbances.stream().anyMatch(d -> d.includes(publication.atMillis()));
    }

    private static Violation broken(
            Rule rule, IndexKey key, Publication publication, Publication newest, String found) {
        List<String> evidence = new ArrayList<>();
        evidence.add("published " + newest);
        evidence.add("published " + publication);
        return new Violation(rule, key.toString(), found, evidence);
    }
}
