package io.nearline.operators.mapping;

import io.nearline.operators.decode.PostContract;
import io.nearline.operators.mapping.RevisionRule.Counted;
import io.nearline.operators.mapping.RevisionRule.Fixed;
import io.nearline.operators.mapping.RevisionRule.Timed;
import io.nearline.schemas.PostEventKind;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a mapping file says of the change: its revision, its kind and its time. */
final class ChangeSections {

    private static final List<String> PLACES = List.of("path", "first");
    private static final List<String> FORMATS = List.of("unit", "pattern");
    private static final List<String> KINDS =
            List.of("path", "delete_when_true", "delete_when_set");
    private static final Map<String, PostEventKind> LISTS =
            Map.of(
                    "create", PostEventKind.CREATE,
                    "update", PostEventKind.UPDATE,
                    "delete", PostEventKind.DELETE);

    private ChangeSections() {}

    static RevisionRule revision(YamlSection file) {
        if (!file.isSection("revision")) {
            return new Counted(List.of(TextSections.onlyPath(file, "revision")));
        }
        YamlSection section = file.section("revision");
        RevisionRule revision;
        if (section.has("always")) {
            revision = new Fixed(section.count("always", PostContract.MAX_REVISION));
        } else if (FORMATS.stream().anyMatch(section::has)) {
            revision = new Timed(timeRule(section));
        } else {
            revision = new Counted(places(section));
        }
        section.requireNothingElse();
        return revision;
    }

    static Optional<TimeRule> time(YamlSection file) {
        if (!file.has("event_time")) {
            return Optional.empty();
        }
        YamlSection section = file.section("event_time");
        TimeRule time = timeRule(section);
        section.requireNothingElse();
        return Optional.of(time);
    }

    static KindRule kind(YamlSection file) {
        if (!file.has("kind")) {
            return new KindRule.Update();
        }
        YamlSection section = file.section("kind");
        String choice = section.onlyOf(KINDS);
        SourcePath path = TextSections.onlyPath(section, choice);
        KindRule kind =
                switch (choice) {
                    case "delete_when_true" -> new KindRule.DeletedWhenTrue(path);
                    case "delete_when_set" -> new KindRule.DeletedWhenSet(path);
                    default -> new KindRule.ByOperation(path, operations(section));
                };
        section.requireNothingElse();
        return kind;
    }

    private static TimeRule timeRule(YamlSection section) {
        List<SourcePath> paths = places(section);
        if (section.onlyOf(FORMATS).equals("unit")) {
            return new TimeRule(
                    paths, section.made("unit", section.word("unit"), TimeFormat::ofUnit));
        }
        Optional<ZoneId> zone =
                section.has("zone")
                        ? Optional.of(section.made("zone", section.word("zone"), TimeFormat::zone))
                        : Optional.empty();
        return new TimeRule(
                paths,
                section.made(
                        "pattern",
                        section.word("pattern"),
                        pattern -> TimeFormat.ofPattern(pattern, zone)));
    }

    private static List<SourcePath> places(YamlSection section) {
        return section.onlyOf(PLACES).equals("path")
                ? List.of(TextSections.onlyPath(section, "path"))
                : TextSections.pathsToOne(section, "first");
    }

    private static Map<String, PostEventKind> operations(YamlSection section) {
        Map<String, PostEventKind> operations = new LinkedHashMap<>();
        for (String list : List.of("create", "update", "delete")) {
            if (section.has(list)) {
                for (String operation : section.scalars(list)) {
                    if (operations.put(operation, LISTS.get(list)) != null) {
                        throw section.refused("names '%s' twice".formatted(operation));
                    }
                }
            }
        }
        if (operations.isEmpty()) {
            throw section.refused("needs one of create, update, delete");
        }
        return operations;
    }
}
