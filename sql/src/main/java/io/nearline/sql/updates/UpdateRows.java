package io.nearline.sql.updates;

import io.nearline.schemas.IndexUpdate;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;

/**
 * Makes rows of updates.
 *
 * @param columns of a row, in their order
 * @param changelog what an update is in the table
 */
record UpdateRows(List<UpdateColumn> columns, Changelog changelog) implements Serializable {

    UpdateRows {
        columns = List.copyOf(columns);
    }

    /**
     * The row of an update.
     *
     * @throws IllegalArgumentException if the update cannot be one: the message names what was
     *     found and the fix
     */
    RowData of(IndexUpdate update) {
        GenericRowData row =
                new GenericRowData(
                        switch (update.getKind()) {
                            case UPSERT -> changelog.upsert();
                            case DELETE -> changelog.delete();
                            case UNKNOWN ->
                                    throw new IllegalArgumentException(
                                            "Kind of the update is UNKNOWN: a newer writer is at"
                                                    + " work, so replace the nearline-sql jar by a"
                                                    + " newer one.");
                        },
                        columns.size());
        for (int i = 0; i < columns.size(); i++) {
            row.setField(i, columns.get(i).of(update));
        }
        return row;
    }
}
