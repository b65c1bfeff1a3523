package io.nearline.it.road;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Changes of many posts in any order, some of them broken, and what must be left of them. */
final class OwnHistory {

    private static final int POSTS = 150;
    private static final int MOST_CHANGES = 4;

    private final List<OwnChange> changes = new ArrayList<>();

    /** The same for the same seed. */
    OwnHistory(long seed) {
        Random random = new Random(seed);
        for (int post = 0; post < POSTS; post++) {
            int last = 1 + random.nextInt(MOST_CHANGES);
            for (int revision = 1; revision <= last; revision++) {
                changes.add(change(post, revision, random));
            }
            if (post % 10 == 0) {
                changes.add(new OwnChange("p" + post, "secret" + post, "u", "broken, \"as is\""));
            }
        }
        Collections.shuffle(changes, random);
    }

    private static OwnChange change(int post, int revision, Random random) {
        String id = "p" + post;
        if (random.nextInt(5) == 0) {
            return new OwnChange(id, Integer.toString(revision), "d", "");
        }
        return new OwnChange(
                id,
                Integer.toString(revision),
                revision == 1 ? "c" : "u",
                "rain, \"snow\"\nand fog over harbour %d.%d".formatted(post, revision));
    }

    /** One half of the changes, as one file holds them. */
    List<OwnChange> half(int number) {
        int middle = changes.size() / 2;
        return number == 0 ? changes.subList(0, middle) : changes.subList(middle, changes.size());
    }

    /** The newest change of each post that is there after all of them, by its id. */
    Map<String, OwnChange> left() {
        Map<String, OwnChange> newest = new HashMap<>();
        for (OwnChange change : changes) {
            if (!change.isBroken()) {
                newest.merge(
                        change.id(),
                        change,
                        (one, other) -> one.revision() > other.revision() ? one : other);
            }
        }
        Map<String, OwnChange> left = new TreeMap<>(newest);
        left.values().removeIf(OwnChange::deletes);
        return left;
    }

    /** Places of what is broken: the file's number and the record's in it. */
    List<String> brokenPlaces() {
        List<String> places = new ArrayList<>();
        for (int file = 0; file < 2; file++) {
            for (int number = 0; number < half(file).size(); number++) {
                if (half(file).get(number).isBroken()) {
                    places.add("%d@%d".formatted(file, number));
                }
            }
        }
        return places;
    }
}
