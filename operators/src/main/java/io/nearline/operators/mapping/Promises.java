package io.nearline.operators.mapping;

import io.nearline.operators.mapping.RevisionRule.Fixed;
import io.nearline.operators.mapping.RevisionRule.Timed;
import java.util.ArrayList;
import java.util.List;

/** What the choices of a mapping cost: which of the pipeline's promises holds with limits only. */
final class Promises {

    private final PostMapping mapping;

    Promises(PostMapping mapping) {
        this.mapping = mapping;
    }

    List<String> weakened() {
        List<String> weakened = new ArrayList<>();
        addRevision(weakened);
        addKind(weakened);
        if (mapping.time().isEmpty() && mapping.envelope() == Envelope.NONE) {
            weakened.add(
                    "event_time is left out: freshness is measured from when a record was written"
                            + " to its topic, or is read, not from when the post changed.");
        }
        if (mapping.id().isJoined()) {
            weakened.add(
                    "id is joined of several values: two posts are one if a value may hold the"
                            + " separator.");
        }
        return weakened;
    }

    private void addRevision(List<String> weakened) {
        RevisionRule revision = mapping.revision();
        if (revision instanceof Timed timed) {
            weakened.add(
                    """
                    revision is a time: of two changes of a post within one %s only the first \
                    counts, and after a clock was set back changes are stale until it has caught \
                    up.\
                    """
                            .formatted(timed.resolution()));
        } else if (revision instanceof Fixed) {
            weakened.add(
                    "revision is always the same: the first record of a post counts, every later"
                            + " change and deletion is skipped.");
        } else if (revision instanceof BinlogRevision) {
            weakened.add(
                    "revision is the place in the binlog: it must go on growing. After RESET"
                            + " MASTER, or on another server, changes are stale until it has passed"
                            + " the old place.");
        } else if (mapping.envelope() == Envelope.DEBEZIUM_POSTGRES) {
            weakened.add(
                    "revision is the LSN: it must go on growing. On a database restored by dump, or"
                            + " upgraded by logical replication, changes are stale until it has"
                            + " passed the old LSN. A snapshot is newer than the changes of"
                            + " transactions that are open when it begins: let none be open, by"
                            + " LOCK TABLE ... IN SHARE MODE.");
        }
    }

    private void addKind(List<String> weakened) {
        KindRule kind = mapping.kind();
        if (kind instanceof KindRule.ByOperation operations) {
            if (!operations.deletes()) {
                weakened.add("kind has no list delete: no record deletes a post.");
            }
        } else if (kind instanceof KindRule.Update) {
            weakened.add("kind is left out: every record is an update, no record deletes a post.");
        } else {
            weakened.add(
                    "kind is told by a field of the row: a row that is removed, not marked, leaves"
                            + " its post in the index.");
        }
    }
}
