package io.nearline.operators.mapping;

import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Items;
import io.nearline.operators.mapping.SourceValue.Nothing;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a value stands in a record: names with dots between them, {@code [2]} for one element of a
 * list and {@code []} for each. A backslash takes the meaning from the character behind it. Where
 * nothing stands, nothing is found; where a value of another type stands, the record is refused.
 */
final class SourcePath {

    private static final int EACH = -1;
    private static final int MOST_DIGITS = 4;

    /** One step: into a field, to an element, or to all elements. */
    private record Step(String name, int element) {
        private boolean intoField() {
            return !name.isEmpty();
        }
    }

    private final String written;
    private final List<Step> steps;

    private SourcePath(String written, List<Step> steps) {
        this.written = written;
        this.steps = steps;
    }

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException that says how a path is written
     */
    static SourcePath of(String written) {
        List<Step> steps = new ArrayList<>();
        int at = readNameAndElements(written, 0, steps);
        while (at < written.length()) {
            if (written.charAt(at) != '.') {
                throw malformed();
            }
            at = readNameAndElements(written, at + 1, steps);
        }
        return new SourcePath(written, List.copyOf(steps));
    }

    private static int readNameAndElements(String written, int from, List<Step> steps) {
        int at = readName(written, from, steps);
        while (at < written.length() && written.charAt(at) == '[') {
            at = readElement(written, at, steps);
        }
        return at;
    }

    private static int readName(String written, int from, List<Step> steps) {
        StringBuilder name = new StringBuilder();
        int at = from;
        for (; at < written.length() && ".[]".indexOf(written.charAt(at)) < 0; at++) {
            if (written.charAt(at) == '\\' && ++at == written.length()) {
                throw malformed();
            }
            name.append(written.charAt(at));
        }
        if (name.isEmpty()) {
            throw malformed();
        }
        steps.add(new Step(name.toString(), 0));
        return at;
    }

    private static int readElement(String written, int open, List<Step> steps) {
        int close = written.indexOf(']', open);
        String digits = close < 0 ? "?" : written.substring(open + 1, close);
        boolean number = digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number || digits.length() > MOST_DIGITS) {
            throw malformed();
        }
        steps.add(new Step("", digits.isEmpty() ? EACH : Integer.parseInt(digits)));
        return close + 1;
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "write a path as user.name, media[].text or media[0].text; before a dot or bracket"
                        + " that belongs to a name put a backslash");
    }

    /** The field of the record that it begins with. */
    String root() {
        return steps.get(0).name();
    }

    /** Whether it may lead to several values. */
    boolean isMany() {
        return steps.stream().anyMatch(step -> step.element() == EACH);
    }

    /**
     * All values that it leads to, in their order, without those that hold nothing.
     *
     * @param field of the post, for the message
     */
    List<SourceValue> values(String field, Fields record) throws UnmappableRecordException {
        List<SourceValue> found = List.of(record);
        for (Step step : steps) {
            List<SourceValue> next = new ArrayList<>();
            for (SourceValue value : found) {
                follow(field, step, value, next);
            }
            found = next;
        }
        return found;
    }

    private void follow(String field, Step step, SourceValue from, List<SourceValue> found)
            throws UnmappableRecordException {
        if (step.intoField()) {
            if (!(from instanceof Fields fields)) {
                throw new UnmappableRecordException(
                        field,
                        "path %s looks for '%s' in %s; %s"
                                .formatted(written, step.name(), from.type(), remedy(from)));
            }
            add(fields.get(step.name()), found);
            return;
        }
        if (!(from instanceof Items items)) {
            throw new UnmappableRecordException(
                    field,
                    "path %s takes elements, but finds %s; leave the brackets out"
                            .formatted(written, from.type()));
        }
        if (step.element() == EACH) {
            items.values().forEach(value -> add(value, found));
        } else if (step.element() < items.values().size()) {
            add(items.values().get(step.element()), found);
        }
    }

    private static String remedy(SourceValue found) {
        return found instanceof Items
                ? "put [] behind the list's name for each element, or [0] for the first"
                : "end the path there";
    }

    private static void add(SourceValue value, List<SourceValue> found) {
        if (value != Nothing.NOTHING) {
            found.add(value);
        }
    }

    /** As it is written. */
    @Override
    public String toString() {
        return written;
    }
}
