package io.nearline.pipeline.config;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which records of a topic, per partition. Written {@code 0:10-500,1:0-20}.
 *
 * @param byPartition range of offsets by partition; a partition that is missing is not read
 */
public record OffsetRanges(SortedMap<Integer, Range> byPartition) {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,9}):(\\d{1,18})-(\\d{1,18})");

    /** Takes a copy. */
    public OffsetRanges {
        byPartition = Collections.unmodifiableSortedMap(new TreeMap<>(byPartition));
    }

    /** The ranges of a map in any order. */
    public static OffsetRanges of(Map<Integer, Range> byPartition) {
        return new OffsetRanges(new TreeMap<>(byPartition));
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException naming the part that is no range
     */
    public static OffsetRanges parse(String text) {
        SortedMap<Integer, Range> ranges = new TreeMap<>();
        for (String part : text.split(",")) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                throw new IllegalArgumentException(
                        "'" + part + "' is not partition:start-end, such as 0:10-500");
            }
            int partition = Integer.parseInt(range.group(1));
            Range parsed =
                    new Range(Long.parseLong(range.group(2)), Long.parseLong(range.group(3)));
            if (ranges.put(partition, parsed) != null) {
                throw new IllegalArgumentException("partition " + partition + " is named twice");
            }
        }
        return new OffsetRanges(ranges);
    }

    /** Records at most: offsets that compaction or transactions left empty count too. */
    public long size() {
        return byPartition.values().stream().mapToLong(Range::size).sum();
    }

    @Override
    public String toString() {
        return byPartition.entrySet().stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    /**
     * Offsets of one partition.
     *
     * @param start first offset
     * @param end the offset after the last
     */
    public record Range(long start, long end) {

        /** Refuses a range that runs backwards. */
        public Range {
            if (start < 0 || end < start) {
                throw new IllegalArgumentException(
                        "range " + start + '-' + end + " runs backwards; the end is not included");
            }
        }

        long size() {
            return end - start;
        }

        @Override
        public String toString() {
            return start + "-" + end;
        }
    }
}
