package io.nearline.operators.mapping;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a mapping file, as {@code post-mapping.schema.json} beside this class describes it. Keys of
 * the post are those of {@code docs/reference/posts-json.md}.
 */
public final class MappingFile {

    private static final String BETWEEN_TEXTS = "\n\n";
    private static final String BETWEEN_ATTRIBUTES = ",";
    private static final String BETWEEN_IDS = ":";
    private static final List<String> OF_ENVELOPE = List.of("revision", "kind");
    private static final List<PostTextField> EMBEDDED =
            List.of(
                    PostTextField.TITLE,
                    PostTextField.BODY,
                    PostTextField.ARTICLE_TITLE,
                    PostTextField.ARTICLE_DESCRIPTION,
                    PostTextField.MEDIA_TEXT);

    private MappingFile() {}

    /**
     * Reads and checks a mapping.
     *
     * @throws InvalidMappingException if it says what cannot be done; the message names the line
     */
    public static PostMapping read(Path file) throws IOException {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new InvalidMappingException(file + ":1: not UTF-8; convert the file");
        }
    }

    /**
     * Reads a mapping that is in no file.
     *
     * @param name what failures call it
     * @throws InvalidMappingException as for a file
     */
    public static PostMapping parse(String name, String text) {
        return read(YamlSection.read(name, new StringReader(text)));
    }

    private static PostMapping read(YamlSection file) {
        Envelope envelope = envelope(file);
        boolean plain = envelope == Envelope.NONE;
        PostMapping mapping =
                new PostMapping(
                        envelope,
                        id(file),
                        plain ? ChangeSections.revision(file) : envelope.revision(),
                        plain ? ChangeSections.kind(file) : envelope.kind(),
                        ChangeSections.time(file),
                        texts(file),
                        hashtags(file),
                        attributes(file));
        file.requireNothingElse();
        return mapping;
    }

    private static Envelope envelope(YamlSection file) {
        if (!file.has("envelope")) {
            return Envelope.NONE;
        }
        Envelope envelope = file.made("envelope", file.word("envelope"), Envelope::of);
        for (String key : OF_ENVELOPE) {
            if (file.has(key)) {
                throw file.refused(key, "the envelope gives it; leave it out");
            }
        }
        return envelope;
    }

    private static IdRule id(YamlSection file) {
        if (!file.isSection("id")) {
            return new IdRule(TextSections.pathsToOne(file, "id"), BETWEEN_IDS);
        }
        YamlSection section = file.section("id");
        IdRule id =
                new IdRule(
                        TextSections.pathsToOne(section, "join"),
                        section.has("with") ? section.text("with") : BETWEEN_IDS);
        section.requireNothingElse();
        return id;
    }

    private static Map<PostTextField, TextRule> texts(YamlSection file) {
        Map<PostTextField, TextRule> texts = new EnumMap<>(PostTextField.class);
        for (PostTextField field : PostTextField.values()) {
            String key = field.spelling();
            if (file.has(key)) {
                texts.put(field, TextSections.read(file, key, field.type(), BETWEEN_TEXTS));
            }
        }
        if (EMBEDDED.stream().noneMatch(texts::containsKey)) {
            throw file.refused(
                    "has no text to embed: give one of title, body, article_title,"
                            + " article_description, media_text");
        }
        return texts;
    }

    private static Optional<HashtagRule> hashtags(YamlSection file) {
        if (!file.has("hashtags")) {
            return Optional.empty();
        }
        if (!file.isSection("hashtags")) {
            return Optional.of(
                    new HashtagRule(TextSections.paths(file, "hashtags"), Optional.empty()));
        }
        YamlSection section = file.section("hashtags");
        HashtagRule hashtags =
                new HashtagRule(
                        TextSections.paths(section, "in"),
                        Optional.of(
                                section.made(
                                        "pattern",
                                        section.word("pattern"),
                                        MappingFile::compiled)));
        section.requireNothingElse();
        return Optional.of(hashtags);
    }

    /** Letters are those of every language. */
    private static Pattern compiled(String pattern) {
        return Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS);
    }

    private static Map<String, TextRule> attributes(YamlSection file) {
        Map<String, TextRule> attributes = new LinkedHashMap<>();
        if (file.has("attributes")) {
            YamlSection section = file.section("attributes");
            for (String name : section.keys()) {
                attributes.put(
                        name,
                        TextSections.read(section, name, TextType.SCALAR, BETWEEN_ATTRIBUTES));
            }
        }
        return attributes;
    }
}
