package io.nearline.training.draft;

import io.nearline.training.data.FieldProfile;
import io.nearline.training.data.FileProfile;
import io.nearline.training.data.TaskData;
import io.nearline.training.evaluate.PlanData;
import io.nearline.training.model.BaseModel;
import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.PlanFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A first plan for a base and a file of records, which can be trained as it is.
 *
 * @param text of the plan, with comments
 * @param profile what is in the file
 * @param fields what its fields are taken for
 * @param heldOut how records are held out; {@link HeldOutDraft#NOTHING} where they are too few
 */
public record PlanDraft(String text, FileProfile profile, Fields fields, HeldOutDraft heldOut) {

    /**
     * Looks at both and drafts.
     *
     * @param plan where the plan will be; its paths are relative to it
     * @param schema where the plan's JSON schema is, for editors
     * @throws InvalidPlanException if the file holds nothing to learn from
     * @throws io.nearline.embedding.ModelRejectedException if the base cannot be trained
     */
    public static PlanDraft of(Path plan, Path base, Path data, Optional<Path> schema)
            throws IOException {
        FileProfile profile = FileProfile.of(data);
        Fields fields = new FieldGuess(profile).fields().orElseThrow(() -> noText(data, profile));
        try (BaseModel model = BaseModel.open(base)) {
            DraftText text = new DraftText(plan, base, data, schema, model.layers(), profile);
            InvalidPlanException refusal = null;
            for (HeldOutDraft heldOut : HeldOutDraft.fitting(fields)) {
                String drafted = text.of(fields, heldOut);
                try {
                    PlanData.read(
                            PlanFile.parse(plan, drafted),
                            new TaskData.Tokens(model::tokenize, -1, model.manifest().maxTokens()));
                    return new PlanDraft(drafted, profile, fields, heldOut);
                } catch (InvalidPlanException e) {
                    // With less held out it may do.
                    refusal = e;
                }
            }
            throw refusal == null ? noText(data, profile) : refusal;
        }
    }

    /** What each used field is taken for, by its name. */
    public Map<String, String> roles() {
        Map<String, String> roles = new LinkedHashMap<>();
        DraftText.roles(fields).forEach((role, field) -> roles.put(field, role));
        return roles;
    }

    private static InvalidPlanException noText(Path data, FileProfile profile) {
        List<FieldProfile> fields = profile.fields();
        return new InvalidPlanException(
                "%s has no field that reads like a text, two words or more a record: %s"
                        .formatted(
                                data,
                                fields.isEmpty()
                                        ? "its records have no fields"
                                        : "it has "
                                                + fields.stream()
                                                        .map(FieldProfile::name)
                                                        .collect(Collectors.joining(", "))));
    }
}
