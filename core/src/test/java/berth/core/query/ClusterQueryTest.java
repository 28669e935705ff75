package berth.core.query;

import static berth.core.query.Node.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterQueryTest {
    private static final Node BUSY = PLAIN.with(
                    "disk=ssd",
                    "zone=us-east-1a",
                    "ecs.instance-type=t2.micro",
                    "cores=16",
                    "release=2024-05-01",
                    "path=C:\\data dir",
                    "quote=it's",
                    "gpu")
            .running("service:web", "database");

    private static final Node BARE = PLAIN.versioned(null).named(null).connected(false);

    private static boolean asked(String query, Node node) {
        return ClusterQuery.parse(query).matches(node);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // equality is of texts
                "attribute:disk == ssd",
                "attribute:disk equals ssd",
                "attribute:disk==ssd",
                "attribute:disk == 'ssd'",
                "attribute:disk == \"ssd\"",
                "attribute:disk != SSD",
                "attribute:cores != 16.0",
                "attribute:path == 'C:\\data dir'",
                "attribute:quote == \"it's\"",
                "attribute:quote == 'it''s'",
                "attribute:quote in ['it''s']",
                "attribute:quote =~ \"it's\"",
                // existence
                "attribute:disk exists",
                "attribute:gpu exists",
                "attribute:none !exists",
                "attribute:none not_exists",
                "!attribute:none exists",
                // lists
                "attribute:zone in [us-east-1a, us-east-1b]",
                "attribute:zone in[us-east-1b,us-east-1a]",
                "attribute:zone in [ 'us-east-1a' , \"us-east-1b\" ]",
                "attribute:zone !in [us-east-1b]",
                "attribute:zone not_in [us-east-1b]",
                "ec2InstanceId in [i-0a1,i-0b2]",
                "ec2InstanceId == i-0a1",
                // patterns match as a whole
                "attribute:ecs.instance-type =~ t2.*",
                "attribute:ecs.instance-type matches t2\\.micro",
                "attribute:ecs.instance-type !~ t2",
                "attribute:ecs.instance-type not_matches micro",
                "attribute:ecs.instance-type =~ (t2|t3)\\.(micro|small)",
                "(attribute:ecs.instance-type =~ (t2|t3).*)",
                "attribute:ecs.instance-type =~ [a-z&&[^b]]\\d\\W.{5}",
                "attribute:ecs.instance-type =~ (?!m5).*",
                "attribute:ecs.instance-type =~ t2||attribute:disk =~ ss.",
                "attribute:zone !~ us-east-1*",
                "agentConnected =~ t.*",
                // order: numbers by size, other texts by characters
                "attribute:cores > 9",
                "attribute:cores >= 16.0",
                "attribute:cores less_than 016.5",
                "attribute:cores > -1",
                "attribute:release >= 2024-04-30",
                "attribute:release < 2024-05-02",
                "attribute:disk greater_than hdd",
                // versions
                "agentVersion == 1.14.5",
                "agentVersion == v1.14.5.0",
                "agentVersion < 1.14.10",
                "agentVersion >= 1.9",
                "agentVersion > 1.14.5-rc.1",
                "agentVersion less_than_equal 1.14.5+build",
                // times
                "registeredAt == 2018-06-18T22:28:28+00:00",
                "registeredAt == 2018-06-18T22:28:28Z",
                "registeredAt == 2018-06-18T22:28:28",
                "registeredAt == 2018-06-19T00:28:28+02:00",
                "registeredAt >= 2018-06-18T22:28",
                "registeredAt > 2018-06-18",
                "registeredAt < 2018-06-19",
                "registeredAt greater_than_equal '2018-06-18T22:28:27.999Z'",
                // counts
                "runningTasksCount == 2",
                "runningTasksCount != 3",
                "runningTasksCount <= 2147483647",
                "runningTasksCount > 01",
                // task groups: any of them
                "task:group == service:web",
                "task:group == database",
                "task:group in [cache, database]",
                "task:group =~ service:.*",
                "task:group exists",
                "task:group != cache",
                "not(task:group == cache)",
                "task:group > a",
                // the agent
                "agentConnected == true",
                "agentConnected != false",
                "agentConnected in [true, false]",
                // all together: not before and before or
                "attribute:none exists and attribute:none exists or attribute:disk exists",
                "attribute:disk exists or attribute:none exists and attribute:none exists",
                "not attribute:none exists and attribute:disk exists",
                "!(attribute:none exists)&&attribute:disk exists",
                "not not attribute:disk exists",
                "not(not(attribute:disk exists))",
                "!!!attribute:none exists",
                "  (  attribute:disk  ==  ssd  )  ",
                "((attribute:disk == ssd)and(attribute:gpu exists))or attribute:none exists",
                "attribute:disk == ssd\n\tand attribute:gpu exists",
                "attribute:none == and or attribute:disk == ssd",
            })
    void a_node_that_has_it_matches(String query) {
        assertThat(asked(query, BUSY)).isTrue();
        assertThat(asked("not(" + query + ")", BUSY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attribute:disk == hdd",
                "attribute:disk != ssd",
                "attribute:gpu == true",
                "attribute:gpu =~ .*",
                "attribute:gpu in ['']",
                "attribute:gpu > 0",
                "attribute:disk > 0",
                "attribute:cores > 16",
                "attribute:none < 5",
                "attribute:none >= 5",
                "attribute:disk !exists",
                "attribute:zone !in [us-east-1a]",
                "attribute:ecs.instance-type =~ t2",
                "attribute:ecs.instance-type =~ micro",
                "attribute:ecs.instance-type !~ t2.*",
                "attribute:zone =~ us-east-1*",
                "agentVersion > 1.14.5",
                "agentVersion == 1.14",
                "agentVersion < 1.14.5-rc.1",
                "registeredAt == 2018-06-18",
                "registeredAt < 2018-06-18",
                "runningTasksCount < 2",
                "task:group == web",
                "task:group != database",
                "task:group !in [cache, database]",
                "task:group !exists",
                "agentConnected == false",
                "attribute:disk == ssd and attribute:none exists",
            })
    void a_node_that_lacks_it_does_not(String query) {
        assertThat(asked(query, BUSY)).isFalse();
        assertThat(asked("!(" + query + ")", BUSY)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ec2InstanceId == i-0a1 | false",
                "ec2InstanceId != i-0a1 | true",
                "ec2InstanceId in [i-0a1] | false",
                "ec2InstanceId !in [i-0a1] | true",
                "ec2InstanceId =~ .* | false",
                "ec2InstanceId !~ .* | true",
                "agentVersion == 1.0 | false",
                "agentVersion != 1.0 | true",
                "agentVersion < 99 | false",
                "agentVersion >= 0 | false",
                "agentConnected == true | false",
                "agentConnected !~ true | true",
                "task:group == a | false",
                "task:group != a | true",
                "task:group exists | false",
                "task:group not_exists | true",
            })
    void where_there_is_nothing_the_negative_holds_and_the_positive_does_not(String query, boolean matches) {
        assertThat(asked(query, BARE)).isEqualTo(matches);
    }

    @Test
    void an_agent_version_that_is_none_is_neither_older_nor_newer() {
        var node = PLAIN.versioned("latest");
        assertThat(asked("agentVersion < 99", node)).isFalse();
        assertThat(asked("agentVersion >= 0", node)).isFalse();
        assertThat(asked("agentVersion != 1.0", node)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "attribute:a==b&&attribute:c not_in['d','e f'] => attribute:a == b and attribute:c !in [d, 'e f']",
                "attribute:a exists||attribute:b not_exists => attribute:a exists or attribute:b !exists",
                "(((attribute:a equals 'b'))) => attribute:a == b",
                "!attribute:a != b => not(attribute:a != b)",
                "not not not(attribute:a matches \"b.*\") => not(attribute:a =~ b.*)",
                "attribute:a =~ 'b c' => attribute:a =~ 'b c'",
                "attribute:a == 'b''c' => attribute:a == \"b'c\"",
                "attribute:a == '' => attribute:a == ''",
                "(attribute:a exists or attribute:b exists) and attribute:c exists"
                        + " => (attribute:a exists or attribute:b exists) and attribute:c exists",
                "attribute:a exists and attribute:b exists or attribute:c exists"
                        + " => (attribute:a exists and attribute:b exists) or attribute:c exists",
                "attribute:a exists and (attribute:b exists and attribute:c exists)"
                        + " => attribute:a exists and attribute:b exists and attribute:c exists",
                "runningTasksCount > '007' => runningTasksCount > 7",
            })
    void a_query_has_one_printed_form(String text, String printed) {
        assertThat(ClusterQuery.parse(text)).hasToString(printed);
        assertThat(ClusterQuery.parse(printed)).isEqualTo(ClusterQuery.parse(text));
    }

    @Test
    void queries_are_equal_by_structure_and_keep_their_own_text() {
        var one = ClusterQuery.parse("not (attribute:a =~ b.*)");
        var other = ClusterQuery.parse("!attribute:a matches 'b.*'");
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one.text()).isEqualTo("not (attribute:a =~ b.*)");
        assertThat(other.text()).isEqualTo("!attribute:a matches 'b.*'");
        assertThat(one).isNotEqualTo(ClusterQuery.parse("not (attribute:a == b.*)"));
        assertThat(one).isNotEqualTo(ClusterQuery.parse("not (attribute:a =~ c.*)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attribute:a == b | false | false",
                "ec2InstanceId == b or agentVersion > 1 or registeredAt > 2018-02-13 | false | false",
                "attribute:a == b and not(runningTasksCount == 1) | true | false",
                "attribute:a == b or (attribute:c exists and task:group == b) | true | false",
                "not(not(agentConnected == true)) | false | true",
                "task:group !exists or agentConnected != true | true | true",
            })
    void a_query_knows_what_it_reads(String text, boolean tasks, boolean connection) {
        var query = ClusterQuery.parse(text);
        assertThat(query.readsTasks()).isEqualTo(tasks);
        assertThat(query.readsConnection()).isEqualTo(connection);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "``|1|the expression is empty",
                "`   `|4|the expression is empty",
                "foo == bar|1|found 'foo'",
                "Attribute:a == b|1|found 'Attribute:a'",
                "attribute: == b|11|found ' '",
                "attribute:a:b == c|12|found ':b'",
                "attribute:a|12|the expression ends",
                "attribute:a = b|13|found '='",
                "attribute:a === b|15|found '='",
                "attribute:a not in [b]|13|found 'not'",
                "attribute:a ! in [b]|13|found '!'",
                "attribute:a ==|15|the expression ends",
                "attribute:a == ,|16|found ','",
                "attribute:a == [b]|16|found '['",
                "attribute:a == b c|18|found 'c'",
                "attribute:a == b$|17|found '$'",
                "attribute:a == (b)|16|found '('",
                "attribute:a == 'b|16|found '''",
                "attribute:a in b|16|found 'b'",
                "attribute:a in []|17|found ']'",
                "attribute:a in [b|18|the expression ends",
                "attribute:a in [b,]|19|found ']'",
                "attribute:a in [b c]|19|found 'c'",
                "attribute:a exists b|20|found 'b'",
                "attribute:a =~ (b|16|found '('",
                "attribute:a =~ [b|16|found '['",
                "attribute:a =~ b and attribute:c =~ *|37|found '*'",
                "attribute:a =~ ${b}|16|found '$'",
                "attribute:a =~ (b c)|16|found '('",
                "attribute:a =~ b'c'|17|found '''",
                "agentVersion in [1.0]|14|found 'in'",
                "agentVersion exists|14|found 'exists'",
                "agentVersion < one|16|found 'one'",
                "agentVersion < 1.|16|found '1.'",
                "agentConnected > true|16|found '>'",
                "agentConnected == yes|19|found 'yes'",
                "agentConnected in [true, maybe]|26|found 'maybe'",
                "ec2InstanceId exists|15|found 'exists'",
                "registeredAt < yesterday|16|found 'yesterday'",
                "registeredAt < 2018-02-30|16|found '2018-02-30'",
                "registeredAt < 2018-06-18T25:00:00|16|found '2018-06-18T25:00:00'",
                "registeredAt =~ 2018.*|14|found '='",
                "runningTasksCount == many|22|found 'many'",
                "runningTasksCount == 1.5|22|found '1.5'",
                "runningTasksCount == -1|22|found '-1'",
                "runningTasksCount == ''|22|found '''",
                "runningTasksCount == 2147483648|22|found '2147483648'",
                "runningTasksCount exists|19|found 'exists'",
                "(attribute:a exists|20|the expression ends",
                "(attribute:a == b]|18|found ']'",
                "attribute:a exists)|19|found ')'",
                "attribute:a exists and|23|the expression ends",
                "attribute:a exists & attribute:b exists|20|found '&'",
                "and attribute:a exists|1|found 'and'",
                "not|4|the expression ends",
                "()|2|found ')'",
                "attribute:a == b and\uD83D\uDE00|21|found '\uD83D\uDE00'",
            })
    void a_fault_names_its_column_and_what_is_there(String text, int column, String found) {
        var fault = catchThrowableOfType(QueryFault.class, () -> ClusterQuery.parse(text));
        assertThat(fault).as(text).isNotNull();
        assertThat(fault.getMessage())
                .startsWith("Invalid expression: expected ")
                .endsWith(", but " + found + " (column " + column + ").");
        assertThat(fault.column()).isEqualTo(column);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "attribute:a | an operator of attribute:a (==, !=, >, >=, <, <=, exists, !exists, in, !in, =~, !~)",
                "agentVersion in [1] | an operator of agentVersion (==, !=, >, >=, <, <=)",
                "runningTasksCount == many | a whole number from 0 to 2147483647",
                "agentVersion == b | a version such as 1.14.5",
                "registeredAt == b | a date or date-time such as 2018-06-18 or 2018-06-18T22:28:28Z",
                "agentConnected == b | true or false",
                "attribute:a == ${b} | a value; other characters than letters, digits and - _ . / \\ : @ + *"
                        + " need quotes around it",
                "attribute:a in b | a list such as [a, b]",
            })
    void a_fault_says_what_was_expected(String text, String expected) {
        var fault = catchThrowableOfType(QueryFault.class, () -> ClusterQuery.parse(text));
        assertThat(fault).isNotNull();
        assertThat(fault.getMessage()).contains("expected " + expected + ", but ");
    }

    @Test
    void a_query_ends_at_2000_characters() {
        var longest = "attribute:a == " + "b".repeat(1_985);
        assertThat(ClusterQuery.parse(longest).matches(PLAIN.with("a=" + "b".repeat(1_985))))
                .isTrue();
        var fault = catchThrowableOfType(QueryFault.class, () -> ClusterQuery.parse(longest + "b"));
        assertThat(fault.column()).isEqualTo(2_001);
        assertThat(fault).hasMessageContaining("at most 2000 characters").hasMessageContaining("2001");
    }

    @Test
    void an_attributes_name_ends_at_128_characters() {
        assertThat(asked("attribute:" + "a".repeat(128) + " exists", PLAIN)).isFalse();
        var tooLong = "attribute:" + "a".repeat(129) + " exists";
        assertThat(catchThrowableOfType(QueryFault.class, () -> ClusterQuery.parse(tooLong))
                        .column())
                .isEqualTo(11);
    }

    @Test
    void a_row_of_2000_openings_is_refused_at_the_first_too_many() {
        var fault = catchThrowableOfType(QueryFault.class, () -> ClusterQuery.parse("(".repeat(2_000)));
        assertThat(fault.column()).isEqualTo(Parser.MAX_DEPTH + 1);
        assertThat(fault).hasMessageContaining("parentheses at most 50 deep");
        var deepest = "(".repeat(50) + "attribute:a exists" + ")".repeat(50);
        assertThat(ClusterQuery.parse(deepest)).hasToString("attribute:a exists");
    }

    @Test
    void a_row_of_negations_counts_as_one_or_none() {
        assertThat(catchThrowableOfType(QueryFault.class, () -> ClusterQuery.parse("!".repeat(2_000)))
                        .column())
                .isEqualTo(2_001);
        assertThat(ClusterQuery.parse("!".repeat(1_900) + "attribute:a exists")).hasToString("attribute:a exists");
        assertThat(ClusterQuery.parse("!".repeat(1_901) + "attribute:a exists")).hasToString("not(attribute:a exists)");
    }

    @Test
    void what_prints_too_long_with_blanks_prints_without() {
        var text = "!attribute:a==b&&".repeat(116) + "attribute:c in[d]";
        var query = ClusterQuery.parse(text);
        assertThat(query).hasToString(text);
        assertThat(ClusterQuery.parse(query.toString())).isEqualTo(query);
    }

    @Test
    void asking_makes_no_garbage() throws ReflectiveOperationException {
        var query = ClusterQuery.parse("attribute:disk != hdd and (attribute:cores > 4 or attribute:none exists)"
                + " and agentVersion >= 1.2 and registeredAt < 2020-01-01 and not(runningTasksCount > 5)"
                + " and ec2InstanceId in [i-0b2, i-0a1] and agentConnected == true");
        var matched = 0;
        for (var i = 0; i < 100; i++) if (query.matches(BUSY)) matched++;
        var before = allocatedBytes();
        for (var i = 0; i < 10_000; i++) if (query.matches(BUSY)) matched++;
        assertThat(allocatedBytes() - before).isLessThan(10_000);
        assertThat(matched).isEqualTo(10_100);
    }

    /// By reflection, since core reads `java.base` alone, and its tests are compiled as part of it.
    private static long allocatedBytes() throws ReflectiveOperationException {
        var threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getCurrentThreadAllocatedBytes")
                .invoke(threads);
    }
}
