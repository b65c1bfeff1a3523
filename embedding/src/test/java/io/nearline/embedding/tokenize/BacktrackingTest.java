package io.nearline.embedding.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BacktrackingTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+|"
                        + " ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|"
                        + " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "[^\\r"
                    + "\\n"
                    + "\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
                    + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?"
                        + "[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*",
                "[^\\r\\n\\p{L}\\p{N}]?((?=[\\p{L}])([^a-z]))*((?=[\\p{L}])([^A-Z]))+(?i:'s|'t)?",
                " {2,}",
                "\\s+",
                "[0-9][0-9][0-9]",
                "(?:\\d{3})+",
                "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+",
                "\\d{1,3}(?=(?:\\d{3})*\\b)",
                "[]a]+b",
                ""
            })
    void letsPublishedExpressionsPass(String regex) {
        assertThat(Backtracking.isBounded(regex)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+$",
                "^(\\w+\\s?)*$",
                "(x+x+)+y",
                "(a|aa)+$",
                "(a?b?)*c",
                "(?:(a{1,5})){2,9}b",
                "x*x*x*y",
                "x*x*y",
                "(x*x*)y",
                "(x*)(x*)y",
                "(a)\\1*",
                "(?<p>\\((?:[^()]|\\g<p>)*\\))",
                "([^]]+)+x"
            })
    void refusesWhatMayTryTooManyWays(String regex) {
        assertThat(Backtracking.isBounded(regex)).isFalse();
    }
}
