package io.nearline.operators.mapping;

import io.nearline.operators.mapping.SourceValue.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which values of a record make one text of the post. */
sealed interface TextRule {

    /**
     * The text; empty if the record has none.
     *
     * @param field of the post, for the message
     */
    Optional<String> text(String field, Fields record) throws UnmappableRecordException;

    /** Where it looks in a record. */
    List<SourcePath> paths();

    /** All values that some paths lead to, one behind the other. */
    final class Joined implements TextRule {
        private final List<SourcePath> paths;
        private final TextType type;
        private final String separator;

        Joined(List<SourcePath> paths, TextType type, String separator) {
            this.paths = List.copyOf(paths);
            this.type = type;
            this.separator = separator;
        }

        @Override
        public Optional<String> text(String field, Fields record) throws UnmappableRecordException {
            List<String> texts = new ArrayList<>();
            for (SourcePath path : paths) {
                for (SourceValue value : path.values(field, record)) {
                    texts.add(type.read(field, path, value));
                }
            }
            return texts.isEmpty() ? Optional.empty() : Optional.of(String.join(separator, texts));
        }

        @Override
        public List<SourcePath> paths() {
            return paths;
        }
    }

    /** What the first rule gives that gives anything. */
    final class First implements TextRule {
        private final List<TextRule> rules;

        First(List<TextRule> rules) {
            this.rules = List.copyOf(rules);
        }

        @Override
        public Optional<String> text(String field, Fields record) throws UnmappableRecordException {
            for (TextRule rule : rules) {
                Optional<String> text = rule.text(field, record);
                if (text.isPresent()) {
                    return text;
                }
            }
            return Optional.empty();
        }

        @Override
        public List<SourcePath> paths() {
            return rules.stream().flatMap(rule -> rule.paths().stream()).toList();
        }
    }

    /** The same word for every record. */
    final class Always implements TextRule {
        private final String word;

        Always(String word) {
            this.word = word;
        }

        @Override
        public Optional<String> text(String field, Fields record) {
            return Optional.of(word);
        }

        @Override
        public List<SourcePath> paths() {
            return List.of();
        }
    }
}
