package io.nearline.operators.mapping;

import io.nearline.operators.json.WellFormedText;
import io.nearline.operators.mapping.SourceValue.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which values of a record are hashtags, or hold them. A {@code #} at the beginning is dropped. */
final class HashtagRule {

    private static final String FIELD = "hashtags";

    private final List<SourcePath> paths;
    private final Optional<Pattern> pattern;

    /**
     * @param pattern finds the tags in longer texts, as its first group or as a whole; empty if
     *     each text is a tag
     */
    HashtagRule(List<SourcePath> paths, Optional<Pattern> pattern) {
        this.paths = List.copyOf(paths);
        this.pattern = pattern;
    }

    List<String> hashtags(Fields record) throws UnmappableRecordException {
        List<String> tags = new ArrayList<>();
        for (SourcePath path : paths) {
            for (SourceValue value : path.values(FIELD, record)) {
                String text = TextType.PROSE.read(FIELD, path, value);
                if (pattern.isPresent()) {
                    find(pattern.get(), path, text, tags);
                } else {
                    add(text, tags);
                }
            }
        }
        return tags;
    }

    List<SourcePath> paths() {
        return paths;
    }

    private static void find(Pattern pattern, SourcePath path, String text, List<String> tags)
            throws UnmappableRecordException {
        try {
            Matcher matcher = pattern.matcher(new BoundedText(text));
            while (matcher.find()) {
                String tag = matcher.group(Math.min(1, matcher.groupCount()));
                if (tag != null) {
                    add(tag, tags);
                }
            }
        } catch (BoundedText.ExhaustedException | StackOverflowError e) {
            throw new UnmappableRecordException(
                    FIELD,
                    "the pattern takes too long on the text at %s; repeat nothing in it twice"
                            .formatted(path));
        }
    }

    private static void add(String text, List<String> tags) {
        String tag = WellFormedText.of(text.startsWith("#") ? text.substring(1) : text);
        if (!tag.isBlank()) {
            tags.add(tag);
        }
    }
}
