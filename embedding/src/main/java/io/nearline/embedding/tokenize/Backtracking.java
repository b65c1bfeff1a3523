package io.nearline.embedding.tokenize;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a regular expression tries at most a number of ways that is linear in the text's
 * length from each place, by its form alone. The library's engine gives up after ten million, and
 * ends the process.
 *
 * <p>Refused are: a choice within something that repeats, something that may fail after two
 * repetitions in one alternative, references to groups and calls of them. The expressions of
 * published tokenizers have none of these.
 */
final class Backtracking {
    private static final Pattern QUANTIFIER = Pattern.compile("[*+?]|\\{\\d+(,\\d*)?}|\\{,\\d+}");

    private final String regex;
    private int at;

    /** What has been seen of a group. */
    private static final class Group {
        /** Elements of this alternative that repeat without bound, those of groups included. */
        private int repeated;

        /** The most of any alternative. */
        private int most;

        /** Whether there is more than one way to go through it. */
        private boolean varies;
    }

    private Backtracking(String regex) {
        this.regex = regex;
    }

    static boolean isBounded(String regex) {
        return new Backtracking(regex).scan();
    }

    private boolean scan() {
        Deque<Group> open = new ArrayDeque<>();
        open.push(new Group());
        while (at < regex.length()) {
            char c = regex.charAt(at);
            Group group = open.peek();
            if (c == '|') {
                at++;
                group.repeated = 0;
                group.varies = true;
            } else if (c == '(') {
                skipGroupHead();
                open.push(new Group());
            } else if (c == ')') {
                at++;
                if (open.size() == 1) {
                    return true; // Not well formed, which the library says.
                }
                Group inner = open.pop();
                if (!add(open.peek(), inner)) {
                    return false;
                }
            } else if (isReference()) {
                return false;
            } else {
                skipAtom();
                if (!add(group, new Group())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Takes an element into account, with the quantifier behind it. */
    private boolean add(Group group, Group element) {
        boolean optional = false;
        boolean unbounded = false;
        boolean counted = false;
        boolean varies = element.varies;
        for (Matcher quantifier = QUANTIFIER.matcher(regex);
                quantifier.find(at) && quantifier.start() == at;
                at = quantifier.end()) {
            String kind = quantifier.group();
            boolean exact = kind.startsWith("{") && !kind.contains(",");
            varies |= !exact;
            counted |= kind.startsWith("{");
            optional |= kind.startsWith("*") || kind.equals("?") || kind.matches("\\{0*,.*");
            unbounded |= kind.equals("*") || kind.equals("+") || kind.endsWith(",}");
        }
        boolean manyWays = element.varies && (unbounded || counted);
        if (manyWays || (group.repeated >= 2 && !optional)) {
            return false;
        }
        group.repeated += unbounded ? 1 : element.most;
        group.most = Math.max(group.most, group.repeated);
        group.varies |= varies;
        return true;
    }

    private boolean isReference() {
        if (regex.charAt(at) != '\\' || at + 1 >= regex.length()) {
            return false;
        }
        char next = regex.charAt(at + 1);
        return (next >= '1' && next <= '9') || next == 'k' || next == 'g';
    }

    private void skipAtom() {
        char c = regex.charAt(at);
        if (c == '\\') {
            boolean named = regex.startsWith("\\p{", at) || regex.startsWith("\\P{", at);
            boolean coded = regex.startsWith("\\x{", at);
            int end = named || coded ? regex.indexOf('}', at) : -1;
            at = end < 0 ? at + 2 : end + 1;
        } else if (c == '[') {
            skipClass();
        } else {
            at++;
        }
    }

    /** Classes nest, and a bracket that comes first is one of the characters. */
    private void skipClass() {
        int depth = 0;
        do {
            char c = regex.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '[') {
                depth++;
                if (regex.startsWith("^", at + 1)) {
                    at++;
                }
                if (regex.startsWith("]", at + 1)) {
                    at++;
                }
            } else if (c == ']') {
                depth--;
            }
            at++;
        } while (depth > 0 && at < regex.length());
    }

    /** The marks that say what kind of group it is. */
    private void skipGroupHead() {
        at++;
        if (!regex.startsWith("?", at)) {
            return;
        }
        at++;
        while (at < regex.length() && ":=!>|)".indexOf(regex.charAt(at)) < 0) {
            at++;
        }
        if (at < regex.length() && regex.charAt(at) != ')') {
            at++;
        }
    }
}
