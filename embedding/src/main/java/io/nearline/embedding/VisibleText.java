package io.nearline.embedding;

import org.jspecify.annotations.Nullable;

/**
 * Whether a text says anything: the one definition for every place where a text counts as empty.
 *
 * <p>A text says nothing if each of its characters is white space, a separator, a control or a
 * format character by Unicode, or one that Unicode lists as ignorable by default (variation
 * selectors, fillers, tags) or draws as a blank (U+2800). Characters that this version of Java does
 * not know yet count as visible: they may be next year's emoji.
 */
public final class VisibleText {

    /** First and last of ranges: {@code Default_Ignorable_Code_Point} of Unicode 15 beside Cf. */
    private static final int[][] IGNORABLE = {
        {0x034F, 0x034F},
        {0x115F, 0x1160},
        {0x17B4, 0x17B5},
        {0x180B, 0x180F},
        {0x2065, 0x2065},
        {0x2800, 0x2800},
        {0x3164, 0x3164},
        {0xFE00, 0xFE0F},
        {0xFFA0, 0xFFA0},
        {0xFFF0, 0xFFF8},
        {0xE0000, 0xE0FFF},
    };

    private VisibleText() {}

    /** Whether nobody can see anything of the text; true for null and the empty text. */
    public static boolean saysNothing(@Nullable String text) {
        return text == null || text.codePoints().allMatch(VisibleText::isInvisible);
    }

    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT ->
                    true;
            default -> isIgnorable(character);
        };
    }

    private static boolean isIgnorable(int character) {
        for (int[] range : IGNORABLE) {
            if (character >= range[0] && character <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
