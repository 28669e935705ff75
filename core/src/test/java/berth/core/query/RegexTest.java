package berth.core.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t2.* | t2.micro",
                "t2 | t2.micro",
                ".* | t2.micro",
                "t[23]\\.(micro#small) | t2.micro",
                "^t2\\.micro$ | t2.micro",
                "(?i)T2.* | t2.micro",
                "(?!t2).* | t2.micro",
                "(?<family>t2)\\..* | t2.micro",
                "(\\w)\\w*\\.\\w*\\1 | abc.dea",
                "\\Qt2.\\Emicro | t2.micro",
                "\\p{L}\\d.{6} | t2.micro",
                "t2\\.(?>micro) | t2.micro",
                "(a#b)?(-\\d+)* | a-1-22",
            })
    void a_pattern_matches_what_java_says(String regex, String value) {
        var pattern = regex.replace('#', '|');
        assertThat(Regex.of(pattern).match(value) == Regex.Match.YES).isEqualTo(value.matches(pattern));
    }

    @Test
    void a_nested_repetition_ends_after_few_reads() {
        var value = new MeteredText("a".repeat(500) + "b", Regex.MAX_READS);
        assertThat(Regex.of("(a+)+$").match(value)).isNotEqualTo(Regex.Match.YES);
        assertThat(value.reads()).isLessThanOrEqualTo(Regex.MAX_READS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?:a|a){1,40}b", "(.*a){12}b", "((a|aa)(a|aa)){1,30}b"})
    void a_pattern_that_backtracks_for_ever_is_stopped_by_the_count_of_its_reads(String regex) {
        var value = new MeteredText("a".repeat(60), Regex.MAX_READS);
        assertThat(Regex.of(regex).match(value)).isEqualTo(Regex.Match.STOPPED);
        assertThat(value.reads()).isEqualTo(Regex.MAX_READS);
    }

    @Test
    void a_value_longer_than_any_that_nodes_have_is_not_tried() {
        assertThat(Regex.of("a*").match("a".repeat(Regex.MAX_VALUE))).isEqualTo(Regex.Match.YES);
        assertThat(Regex.of("a*").match("a".repeat(Regex.MAX_VALUE + 1))).isEqualTo(Regex.Match.STOPPED);
    }

    @Test
    void a_match_that_outgrows_the_stack_is_stopped() throws InterruptedException {
        // Twenty groups around each character, on a stack of a quarter of the usual size.
        var regex = Regex.of("(".repeat(19) + "a|b" + ")".repeat(19) + "*");
        var match = new AtomicReference<Regex.Match>();
        var thread = new Thread(null, () -> match.set(regex.match("ab".repeat(256))), "narrow", 256 * 1024);
        thread.start();
        thread.join();
        assertThat(match.get()).isEqualTo(Regex.Match.STOPPED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)x",
                "a(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)x",
                "(?:|){9}x",
                "(?:|)(?:|)(?:|)(?:|)(?:|)a(?:|)(?:|)(?:|)(?:|)(?:|)a(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)x",
                "((?:|)(?:|)(?:|)(?:|)(?:|)a(?:|)(?:|)(?:|)(?:|)(?:|))*x",
                "(?=a(?:|){9}x).*",
                "(?:|)\\Q\\E{9}x",
                "(?:){2000000000}x",
                "(?:(?:(?:a?){1000}){1000}){1000}",
                "a{2}{2000000000}",
                "$?$?$?$?$?$?$?$?$?x",
                "\\b*\\b*\\b*\\b*\\b*\\b*\\b*\\b*\\b*x",
                "(a*)*(a*)*(a*)*(a*)*(a*)*(a*)*(a*)*(a*)*(a*)*b",
                "(((((((((a*)*)*)*)*)*)*)*)*)*b",
                "(a?|b?|c?)(a?|b?|c?)(a?|b?|c?)(a?|b?|c?)(a?|b?|c?)(a?|b?|c?)x",
                "()(\\1?){9}x",
                "(?=a|(?:|){9}x).*",
                "(?:\\x41*|){9}x",
                "(?:[a(]*|){9}x",
                "(?:\\(*|){9}x",
                "(?:\\Q(|)\\E*|){9}x",
            })
    void a_pattern_that_branches_without_reading_is_refused(String regex) {
        // Such a pattern takes 2⁹ steps and more at the end of a value, where no character is left to count.
        assertThatThrownBy(() -> Regex.of(regex)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(t2|t3|t3a|m5|m5a|m5n|c5|c5n|r5|r5a)\\.(nano|micro|small|medium|large|xlarge|2xlarge)",
                "(p[2,3]|g[3,4]|f[1]).*",
                ".*foo.*bar.*baz.*",
                "(\\w+-)*\\w+",
                "([a-z]+[0-9]?)+(\\.[a-z0-9]+)?",
                "(a|b|)(c|d|)",
                "(.*)?",
                "(?:\\d{1,3}\\.){3}\\d{1,3}",
                "[^\\]\\[]*",
                "x{0,500}",
                "(?i:linux)|(?i)windows.*",
            })
    void what_people_may_want_is_taken(String regex) {
        assertThat(Regex.of(regex)).hasToString(regex);
    }

    @Test
    void a_list_of_alternatives_costs_a_step_each() {
        var list = "a|".repeat(199) + "a";
        assertThat(IdleSteps.of(list)).isBetween(200, 400);
        assertThat(IdleSteps.of("a?".repeat(100))).isBetween(100, 300);
        assertThat(IdleSteps.of("(?:|)(?:|)(?:|)x")).isBetween(15, 60);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(a | a Java regular expression",
                "a** | a Java regular expression",
                "a{ | a Java regular expression",
                "a) | a Java regular expression",
                "\\ | a Java regular expression",
                "[a | a Java regular expression",
                "(?x)a | a pattern without flag x",
                "[]a] | '\\]' for a bracket at the start of a class",
                "(?:#){9}x | a pattern without repeated or alternative parts that match nothing",
            })
    void what_is_no_pattern_says_what_one_is(String regex, String expected) {
        assertThatThrownBy(() -> Regex.of(regex.replace('#', '|'))).hasMessageStartingWith(expected);
    }

    @Test
    void length_and_depth_have_bounds() {
        assertThat(Regex.of("a".repeat(Regex.MAX_LENGTH)).match("b")).isEqualTo(Regex.Match.NO);
        assertThatThrownBy(() -> Regex.of("a".repeat(Regex.MAX_LENGTH + 1)))
                .hasMessage("a pattern of at most 1000 characters");
        assertThat(Regex.of("(".repeat(20) + "a" + ")".repeat(20)).match("a")).isEqualTo(Regex.Match.YES);
        assertThatThrownBy(() -> Regex.of("(".repeat(21) + "a" + ")".repeat(21)))
                .hasMessage("a pattern nested at most 20 deep");
        assertThatThrownBy(() -> Regex.of("[".repeat(1_000))).hasMessage("a pattern nested at most 20 deep");
    }
}
