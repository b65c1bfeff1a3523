package io.nearline.pipeline.source.files;

import io.nearline.operators.mapping.SourceValue;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Items;
import io.nearline.operators.mapping.SourceValue.Nothing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/**
 * A row of a Parquet file as fields. Lists and maps lie in one of several layouts, depending on the
 * writer; the rules for telling them are those of Parquet's specification of logical types.
 */
final class ParquetRow {

    /** Names of the middle level that mean: this is the element, not a level around it. */
    private static final Set<String> ELEMENT_ITSELF = Set.of("array");

    private static final String TUPLE = "_tuple";

    private ParquetRow() {}

    static Fields fields(Group group) {
        Map<String, SourceValue> values = new LinkedHashMap<>();
        for (Type field : group.getType().getFields()) {
            values.put(field.getName(), field(group, field));
        }
        return new Fields(values);
    }

    private static SourceValue field(Group group, Type field) {
        int index = group.getType().getFieldIndex(field.getName());
        int count = group.getFieldRepetitionCount(index);
        if (field.isRepetition(Type.Repetition.REPEATED)) {
            List<SourceValue> values = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                values.add(value(group, field, index, i));
            }
            return new Items(values);
        }
        return count == 0 ? Nothing.NOTHING : value(group, field, index, 0);
    }

    private static SourceValue value(Group group, Type field, int index, int at) {
        if (field.isPrimitive()) {
            return ParquetValue.of(group, field.asPrimitiveType(), index, at);
        }
        Group inner = group.getGroup(index, at);
        LogicalTypeAnnotation meaning = field.getLogicalTypeAnnotation();
        boolean oneField = inner.getType().getFieldCount() == 1;
        if (meaning instanceof ListLogicalTypeAnnotation && oneField) {
            return list(inner, field.getName());
        }
        boolean isMap =
                meaning instanceof MapLogicalTypeAnnotation
                        || meaning instanceof MapKeyValueTypeAnnotation;
        return isMap && oneField ? map(inner) : fields(inner);
    }

    private static SourceValue list(Group list, String name) {
        Type middle = list.getType().getType(0);
        if (middle.isPrimitive() || isElement(middle.asGroupType(), name)) {
            return field(list, middle);
        }
        List<SourceValue> values = new ArrayList<>();
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            Group around = list.getGroup(0, i);
            values.add(field(around, around.getType().getType(0)));
        }
        return new Items(values);
    }

    private static boolean isElement(GroupType middle, String list) {
        String name = middle.getName().toLowerCase(Locale.ROOT);
        return middle.getFieldCount() != 1
                || ELEMENT_ITSELF.contains(name)
                || name.equals(list.toLowerCase(Locale.ROOT) + TUPLE);
    }

    /** Keys become names whatever their type is; entries without a key are left out. */
    private static SourceValue map(Group map) {
        Map<String, SourceValue> values = new LinkedHashMap<>();
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
            Group entry = map.getGroup(0, i);
            if (entry.getFieldRepetitionCount(0) > 0) {
                boolean valued = entry.getType().getFieldCount() > 1;
                values.put(
                        entry.getValueToString(0, 0),
                        valued ? field(entry, entry.getType().getType(1)) : Nothing.NOTHING);
            }
        }
        return new Fields(values);
    }
}
