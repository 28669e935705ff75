package berth.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Random trees over few names and values, so that comparisons often meet something.
class ClusterQueryPropertyTest {
    private static final List<String> NAMES = List.of("a", "b.c", "d-e/f_g");
    private static final List<String> VALUES = List.of(
            "x", "y", "7", "10", "-1.5", "", "t w o", "it's", "'\"'", "a,b", "(z)", "and", "${q}", "back\\", "ä", "[",
            "x=y");
    private static final List<String> PATTERNS = List.of(
            ".*", "x|y", "(x|y)+", "t w.*", "'.*", "[0-9]+", "\\d+", "(a&&b)", "a||b", "\\)", "it.s", "", "\\\\",
            "\\Q(\\E", "\\Q[\\E", "[(]", "a|", "a&");
    private static final List<String> VERSIONS = List.of("1", "1.2", "v1.2.3", "2.0-rc.1", "10.0+b");
    private static final List<String> TIMES =
            List.of("2018-06-18", "2018-06-18T22:28:28", "2018-06-18T22:28:28Z", "2019-01-01T00:00:00+02:00");
    private static final List<String> GROUPS = List.of("service:web", "family:db", "x", "it's");

    @Property
    void a_printed_query_parses_to_itself(@ForAll("trees") Expression tree) {
        var printed = tree.toString();
        Assume.that(printed.length() <= ClusterQuery.MAX_LENGTH);
        assertThat(ClusterQuery.parse(printed).root()).isEqualTo(tree);
    }

    @Property
    void so_does_one_printed_without_blanks(@ForAll("trees") Expression tree) {
        var printed = Printing.print(tree, false);
        Assume.that(printed.length() <= ClusterQuery.MAX_LENGTH);
        assertThat(ClusterQuery.parse(printed).root()).isEqualTo(tree);
    }

    @Property
    void a_negated_query_matches_exactly_where_the_query_does_not(
            @ForAll("trees") Expression tree, @ForAll("nodes") Node node) {
        var printed = tree.toString();
        Assume.that(printed.length() <= ClusterQuery.MAX_LENGTH - 5);
        var matches = ClusterQuery.parse(printed).matches(node);
        assertThat(matches).isEqualTo(tree.matches(node));
        assertThat(ClusterQuery.parse("not(" + printed + ")").matches(node)).isNotEqualTo(matches);
        assertThat(ClusterQuery.parse("!(" + printed + ")").matches(node)).isNotEqualTo(matches);
    }

    @Property
    void a_tree_means_what_its_parts_mean(
            @ForAll("trees") Expression one, @ForAll("trees") Expression two, @ForAll("nodes") Node node) {
        var either = one.matches(node) || two.matches(node);
        var both = one.matches(node) && two.matches(node);
        assertThat(Expression.any(List.of(one, two)).matches(node)).isEqualTo(either);
        assertThat(Expression.all(List.of(one, two)).matches(node)).isEqualTo(both);
    }

    @Property
    void exactly_what_does_not_match_has_a_failure_within_its_bound(
            @ForAll("trees") Expression tree, @ForAll("nodes") Node node) {
        var failure = Failure.of(tree, node);
        assertThat(failure.isEmpty()).isEqualTo(tree.matches(node));
        assertThat(failure).hasSizeLessThanOrEqualTo(ClusterQuery.MAX_FAILURE);
    }

    @Property
    void any_text_is_a_query_that_prints_no_longer_or_has_a_fault_within_it(@ForAll("texts") String text) {
        try {
            var query = ClusterQuery.parse(text);
            assertThat(ClusterQuery.parse(query.toString())).isEqualTo(query);
        } catch (QueryFault fault) {
            assertThat(fault.column()).isBetween(1, text.length() + 1);
        }
    }

    /// Queries with hardly a blank, at the bound of length: printing them with blanks would pass it.
    @Property(tries = 200)
    void the_longest_queries_print_within_the_bound(@ForAll("crowded") String text) {
        var query = ClusterQuery.parse(text);
        assertThat(query.toString()).hasSizeLessThanOrEqualTo(ClusterQuery.MAX_LENGTH);
        assertThat(ClusterQuery.parse(query.toString())).isEqualTo(query);
    }

    @Provide
    Arbitrary<Expression> trees() {
        return trees(4);
    }

    private Arbitrary<Expression> trees(int height) {
        if (height == 0) return comparisons();
        var parts =
                Arbitraries.lazy(() -> trees(height - 1)).list().ofMinSize(1).ofMaxSize(3);
        return Arbitraries.oneOf(
                comparisons(),
                parts.map(Expression::all),
                parts.map(Expression::any),
                Arbitraries.lazy(() -> trees(height - 1)).map(Expression::not));
    }

    private Arbitrary<Expression> comparisons() {
        return Arbitraries.oneOf(
                Combinators.combine(texts(Field.Worded.values()), Arbitraries.of(Operator.values()), picks())
                        .filter((field, operator, pick) -> field.operators().contains(operator))
                        .as(ClusterQueryPropertyTest::comparison),
                Combinators.combine(Arbitraries.of(Operator.OF_ORDER), Arbitraries.of(TIMES))
                        .as((operator, time) -> ClusterQuery.parse("registeredAt " + operator.symbol() + " " + time)
                                .root()),
                Combinators.combine(
                                Arbitraries.of(Operator.OF_ORDER),
                                Arbitraries.integers().between(0, 3))
                        .as(Comparison.OfCount::new));
    }

    private static Arbitrary<Field.OfText> texts(Field.Worded... worded) {
        return Arbitraries.oneOf(Arbitraries.of(NAMES).map(Field.Attribute::new), Arbitraries.of(worded));
    }

    private static Arbitrary<List<Integer>> picks() {
        return Arbitraries.integers().between(0, 1_000).list().ofMinSize(1).ofMaxSize(3);
    }

    private static Expression comparison(Field.OfText field, Operator operator, List<Integer> picks) {
        var values = switch (field) {
            case Field.Attribute _ -> VALUES;
            case Field.Worded.EC2_INSTANCE_ID -> VALUES;
            case Field.Worded.TASK_GROUP -> GROUPS;
            case Field.Worded.AGENT_CONNECTED -> List.of("true", "false");
            case Field.Worded.AGENT_VERSION -> VERSIONS;
        };
        var value = pick(values, picks.getFirst());
        var test = switch (operator) {
            case EXISTS, NOT_EXISTS -> new TextTest.Exists();
            case IN, NOT_IN ->
                new TextTest.OneOf(
                        picks.stream().map(each -> pick(values, each)).toList());
            case MATCHES, NOT_MATCHES -> new TextTest.Like(pattern(picks.getFirst()));
            case EQUALS, NOT_EQUALS ->
                field == Field.Worded.AGENT_VERSION ? new TextTest.Aged(value) : new TextTest.Equal(value);
            case GREATER_THAN, GREATER_THAN_EQUAL, LESS_THAN, LESS_THAN_EQUAL -> {
                if (field == Field.Worded.AGENT_VERSION) yield new TextTest.Aged(value);
                yield Decimal.is(value) ? new TextTest.Sized(value) : new TextTest.Sorted(value);
            }
        };
        return new Comparison.OfText(field, operator, test);
    }

    private static Regex pattern(int pick) {
        return Regex.of(pick(PATTERNS, pick));
    }

    private static String pick(List<String> from, int pick) {
        return from.get(pick % from.size());
    }

    @Provide
    Arbitrary<Node> nodes() {
        var attributes = Combinators.combine(Arbitraries.of(NAMES), Arbitraries.of(VALUES), Arbitraries.of(true, false))
                .as((name, value, bare) -> bare ? name : name + "=" + value);
        return Combinators.combine(
                        Arbitraries.of("", "x", "7", "i-1"),
                        Arbitraries.of(true, false),
                        Arbitraries.of("", "1.2", "2.0", "dev"),
                        Arbitraries.of("2018-06-18T00:00:00Z", "2018-06-18T22:28:28Z", "2020-01-01T00:00:00Z"),
                        attributes.list().ofMaxSize(3),
                        Arbitraries.of(GROUPS).list().ofMaxSize(3))
                .as((id, connected, version, registered, all, groups) -> Node.PLAIN
                        .named(id.isEmpty() ? null : id)
                        .connected(connected)
                        .versioned(version.isEmpty() ? null : version)
                        .registered(registered)
                        .with(all.toArray(String[]::new))
                        .running(groups.toArray(String[]::new)));
    }

    /// Rows of what queries are made of, mostly in a wrong order.
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "attribute:a",
                        "agentVersion",
                        "agentConnected",
                        "registeredAt",
                        "runningTasksCount",
                        "task:group",
                        "ec2InstanceId",
                        "==",
                        "!=",
                        ">",
                        ">=",
                        "exists",
                        "!exists",
                        "in",
                        "!in",
                        "=~",
                        "!~",
                        "not",
                        "!",
                        "and",
                        "or",
                        "&&",
                        "||",
                        "(",
                        ")",
                        "[",
                        "]",
                        ",",
                        "x",
                        "1",
                        "true",
                        "2018-06-18",
                        "'q r'",
                        "\"",
                        "'",
                        ".*",
                        "a|",
                        "a&",
                        "\\(",
                        "[(]",
                        "$",
                        "\\",
                        " ",
                        " ",
                        " ",
                        " ")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> crowded() {
        var parts = Arbitraries.of(
                "attribute:a==b",
                "!attribute:a!=b",
                "attribute:a exists",
                "attribute:a!exists",
                "attribute:a in[b,c,d,e,f]",
                "!(attribute:a=~b.*||attribute:c>=5)",
                "attribute:a=='b c'",
                "(runningTasksCount>5&&task:group!~x)",
                "!!agentVersion<1.2",
                "!!!(registeredAt<2018-06-18)");
        return Combinators.combine(
                        parts.list().ofSize(200),
                        Arbitraries.of("&&", "||").list().ofSize(200))
                .as((all, joints) -> {
                    var text = new StringBuilder(all.getFirst());
                    for (var i = 1; text.length() + 2 + all.get(i).length() <= ClusterQuery.MAX_LENGTH; i++) {
                        text.append(joints.get(i)).append(all.get(i));
                    }
                    return text.toString();
                });
    }
}
