package io.nearline.operations.mapping.draft;

import io.nearline.operators.mapping.MappingFile;
import io.nearline.operators.mapping.PostMapping;
import io.nearline.operators.mapping.SourceValue.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A proposal of a mapping.
 *
 * @param text of the file, with comments that say why; what is missing is not in it
 * @param missing what the sample does not show and the mapping needs, each with what to write
 * @param paths that lead to a value in the sample
 */
public record MappingDraft(String text, List<String> missing, List<String> paths) {

    /** What the file is called in failures of a draft that cannot be read, which is our mistake. */
    private static final String NAME = "the draft";

    public MappingDraft {
        missing = List.copyOf(missing);
        paths = List.copyOf(paths);
    }

    /**
     * Makes one.
     *
     * @param records at least one
     */
    public static MappingDraft of(List<Fields> records) {
        Choices choices = new Choices();
        List<String> missing = new ArrayList<>();
        boolean enveloped = records.stream().allMatch(EnvelopeGuess::isEnvelope);
        List<Fields> rows =
                enveloped ? records.stream().flatMap(EnvelopeGuess::row).toList() : records;
        SampleProfile sample = new SampleProfile(rows);
        Optional<FieldProfile> id = new IdGuess(sample).field();
        if (enveloped) {
            addEnvelope(records, choices, missing);
        }
        id.ifPresentOrElse(
                field -> choices.add(new IdGuess(sample).choice(field)),
                () ->
                        missing.add(
                                "no field that the records have reads like an id: write id: PATH"));
        if (!enveloped) {
            addChange(sample, id, choices, missing);
        }
        addTexts(sample, choices, missing);
        return new MappingDraft(
                text(records.size(), choices),
                missing,
                sample.fields().stream().map(FieldProfile::path).toList());
    }

    /**
     * The draft, as those read it who use it.
     *
     * @throws IllegalStateException if something is missing
     */
    public PostMapping mapping() {
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the draft is not whole: " + missing);
        }
        return MappingFile.parse(NAME, text);
    }

    private static void addEnvelope(List<Fields> records, Choices choices, List<String> missing) {
        Set<Optional<String>> presets =
                records.stream().map(EnvelopeGuess::preset).collect(Collectors.toSet());
        Optional<String> preset = presets.iterator().next();
        if (presets.size() > 1 || preset.isEmpty()) {
            missing.add(
                    "these are Debezium's envelopes, but not all from one PostgreSQL or MySQL:"
                            + " write id, revision and kind by paths into them");
            return;
        }
        choices.add(
                Choice.of("envelope", preset.get(), List.of())
                        .because(
                                "op, source and row are Debezium's; revision, kind and time come"
                                        + " from there"));
    }

    private static void addChange(
            SampleProfile sample,
            Optional<FieldProfile> id,
            Choices choices,
            List<String> missing) {
        new RevisionGuess(sample, id)
                .choice()
                .ifPresentOrElse(
                        choices::add,
                        () ->
                                missing.add(
                                        "nothing counts changes, and no time stands in every"
                                                + " record: write revision: PATH of what grows with"
                                                + " every change, or revision: {always: 1} if posts"
                                                + " never change"));
        choices.add(
                new KindGuess(sample)
                        .choice()
                        .orElseGet(
                                () ->
                                        Choice.none(
                                                "kind",
                                                "nothing in the sample says that a post is deleted;"
                                                    + " without it every record is an update")));
        choices.add(
                ChangeTimes.of(sample)
                        .map(MappingDraft::eventTime)
                        .orElseGet(
                                () ->
                                        Choice.none(
                                                "event_time",
                                                "no time stands in every record; without it a"
                                                    + " post's time is when its record is read")));
    }

    private static Choice eventTime(ChangeTimes times) {
        Choice choice =
                Choice.of("event_time", times.text(), times.paths())
                        .because("each record has one of these");
        return times.time().doubt().map(choice::doubting).orElse(choice);
    }

    private static void addTexts(SampleProfile sample, Choices choices, List<String> missing) {
        if (new TextGuess(sample, choices).addTexts() == 0) {
            missing.add("no field reads like a text: write body: PATH, or title: PATH");
        }
        new FilterGuess(sample, choices).addFilters();
    }

    private static String text(int records, Choices choices) {
        List<String> lines = new ArrayList<>();
        lines.add("# Proposed from %d records. Look at each line marked CHECK.".formatted(records));
        lines.addAll(choices.lines());
        return String.join("\n", lines) + "\n";
    }

    /** Counts alone. */
    @Override
    public String toString() {
        return "MappingDraft[%d missing, %d paths]".formatted(missing.size(), paths.size());
    }
}
