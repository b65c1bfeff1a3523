package io.nearline.operations.mapping;

import io.nearline.operations.RefusedException;
import io.nearline.operations.mapping.draft.MappingDraft;
import io.nearline.operators.mapping.PostMapper;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.UnmappableRecordException;
import io.nearline.pipeline.source.files.FileRecords;
import io.nearline.pipeline.source.files.SourceRecord;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Proposes a mapping for the records of a sample, and tries it on them. Writes nowhere. */
public final class InferMapping {

    private static final int PATHS_SHOWN = 30;

    private final int most;
    private final Clock clock;

    /**
     * @param most how many records of a sample are looked at, the first ones; all are in memory
     */
    public InferMapping(int most, Clock clock) {
        this.most = most;
        this.clock = clock;
    }

    /**
     * A proposal that the reader of mappings has read.
     *
     * @param text of the mapping file
     * @param records that were looked at
     * @param refused records of these that become no post by it, by reason
     */
    public record Proposal(String text, int records, Map<String, Integer> refused) {

        /** The counts alone. */
        @Override
        public String toString() {
            return "Proposal[of %d records]".formatted(records);
        }
    }

    /**
     * Makes a proposal.
     *
     * @throws RefusedException if the sample has no record, or does not show what a mapping needs;
     *     it says what to write
     * @throws io.nearline.pipeline.source.files.UnreadablePostsException if the sample is damaged
     */
    public Proposal propose(FileRecords<SourceRecord> sample) throws IOException {
        Map<String, Integer> refused = new TreeMap<>();
        List<Fields> records = new ArrayList<>();
        int read = 0;
        Optional<SourceRecord> record = sample.next();
        while (record.isPresent() && read < most) {
            read++;
            try {
                records.add(record.get().fields());
            } catch (UnmappableRecordException e) {
                refused.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
            }
            record = sample.next();
        }
        if (records.isEmpty()) {
            throw new RefusedException("the sample holds no record that can be read");
        }
        MappingDraft draft = MappingDraft.of(records);
        if (!draft.missing().isEmpty()) {
            throw new RefusedException(
                    "no whole mapping can be proposed: %s; paths of the sample are %s"
                            .formatted(
                                    String.join("; ", draft.missing()),
                                    String.join(
                                            ", ",
                                            draft.paths().stream().limit(PATHS_SHOWN).toList())));
        }
        PostMapper mapper = new PostMapper(draft.mapping());
        for (Fields fields : records) {
            try {
                mapper.map(fields, clock.instant());
            } catch (UnmappableRecordException e) {
                refused.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
            }
        }
        return new Proposal(draft.text(), read, refused);
    }
}
