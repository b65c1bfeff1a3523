package io.nearline.operators.mapping;

import io.nearline.schemas.PostEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How records of one source become posts, as a {@link MappingFile} says it. Immutable.
 *
 * @param envelope what is around the row
 * @param id of the post, from the row
 * @param revision of the post, from the envelope
 * @param kind of change, from the envelope
 * @param time of the change, from the row; empty for that of the envelope, else of the record
 * @param texts each from the row
 * @param hashtags from the row
 * @param attributes by name, from the row
 */
public record PostMapping(
        Envelope envelope,
        IdRule id,
        RevisionRule revision,
        KindRule kind,
        Optional<TimeRule> time,
        Map<PostTextField, TextRule> texts,
        Optional<HashtagRule> hashtags,
        Map<String, TextRule> attributes) {

    public PostMapping {
        texts = Collections.unmodifiableMap(new EnumMap<>(texts));
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** What the choices of this mapping cost, each as one sentence; empty if they cost nothing. */
    public List<String> weakenedPromises() {
        return new Promises(this).weakened();
    }

    /**
     * Names of the fields of a record that it looks at; empty if it may look at any, as within an
     * envelope.
     */
    public Optional<Set<String>> columns() {
        if (envelope != Envelope.NONE) {
            return Optional.empty();
        }
        return Optional.of(
                Stream.of(
                                id.paths().stream(),
                                revision.paths().stream(),
                                kind.paths().stream(),
                                time.stream().flatMap(rule -> rule.paths().stream()),
                                texts.values().stream().flatMap(rule -> rule.paths().stream()),
                                hashtags.stream().flatMap(rule -> rule.paths().stream()),
                                attributes.values().stream().flatMap(rule -> rule.paths().stream()))
                        .flatMap(paths -> paths)
                        .map(SourcePath::root)
                        .collect(Collectors.toSet()));
    }

    /**
     * Names of the fields that it maps and that a post made by it has not, as the file has them.
     */
    public List<String> missing(PostEvent post) {
        List<String> missing = new ArrayList<>();
        texts.keySet().stream()
                .filter(field -> field.get(post) == null)
                .forEach(field -> missing.add(field.spelling()));
        if (hashtags.isPresent() && post.getHashtags().isEmpty()) {
            missing.add("hashtags");
        }
        attributes.keySet().stream()
                .filter(name -> !post.getAttributes().containsKey(name))
                .forEach(name -> missing.add("attributes." + name));
        return missing;
    }
}
