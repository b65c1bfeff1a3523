package io.nearline.retrieval.evaluate;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** One line of a set, by the names of its columns or fields. Knows where it stands. */
final class Row {

    private final Path file;
    private final int line;
    private final Map<String, String> cells;

    Row(Path file, int line, Map<String, String> cells) {
        this.file = file;
        this.line = line;
        this.cells = cells;
    }

    /**
     * What stands in a column.
     *
     * @throws InvalidSetException if there is no such column
     */
    String cell(String column) {
        String cell = cells.get(column);
        if (cell == null) {
            throw invalid("has no '%s', only %s".formatted(column, cells.keySet()));
        }
        return cell;
    }

    /**
     * The same where nothing is no answer: ids, labels and texts.
     *
     * @throws InvalidSetException if there is no such column or nothing stands in it
     */
    String filled(String column) {
        String cell = cell(column);
        if (cell.isBlank()) {
            throw invalid("has nothing in '%s'".formatted(column));
        }
        return cell;
    }

    Optional<String> optional(String column) {
        return Optional.ofNullable(cells.get(column));
    }

    /**
     * The number in a column.
     *
     * @throws InvalidSetException if there is no finite number in it
     */
    double number(String column) {
        String cell = filled(column).strip();
        try {
            double number = Double.parseDouble(cell);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below: its message would show the text.
        }
        throw invalid("has no number in '%s'".formatted(column));
    }

    InvalidSetException invalid(String problem) {
        return new InvalidSetException(file, line, problem);
    }

    /** Without the cells: they are texts. */
    @Override
    public String toString() {
        return file + ": line " + line;
    }
}
