package berth.core.query;

import static berth.core.query.Node.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {
    private static final Node NODE =
            PLAIN.with("disk=hdd", "gpu", "cores=many", "zone=b").running("web", "db", "db");

    private static String failure(String query, Node node) {
        return ClusterQuery.parse(query).failure(node);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "attribute:disk == ssd | attribute:disk == ssd, but disk is hdd",
                "attribute:rack exists | attribute:rack exists, but there is none",
                "attribute:rack == 7 | attribute:rack == 7, but there is none",
                "attribute:gpu == k80 | attribute:gpu == k80, but gpu is there without a value",
                "attribute:gpu !exists | attribute:gpu !exists, but gpu is there without a value",
                "attribute:disk !exists | attribute:disk !exists, but disk is hdd",
                "attribute:cores > 4 | attribute:cores > 4, but cores is many, which is no number",
                "attribute:zone in [c,d] | attribute:zone in [c, d], but zone is b",
                "ec2InstanceId == i-9 | ec2InstanceId == i-9, but ec2InstanceId is i-0a1",
                "agentConnected == false | agentConnected == false, but it is true",
                "agentVersion<1.0 | agentVersion < 1.0, but agentVersion is 1.14.5",
                "registeredAt<2018-02-13 | registeredAt < 2018-02-13, but registeredAt is 2018-06-18T22:28:28Z",
                "runningTasksCount == 0 | runningTasksCount == 0, but runningTasksCount is 3",
                "task:group == cache | task:group == cache, but the groups there are db, web",
                "not(task:group == db) | not(task:group == db), but the groups there are db, web",
                "task:group != db | task:group != db, but the groups there are db, web",
                // only what would have to turn out otherwise
                "attribute:zone == b and attribute:disk == ssd | attribute:disk == ssd, but disk is hdd",
                "attribute:zone == a or attribute:disk == ssd"
                        + " | attribute:zone == a, but zone is b; attribute:disk == ssd, but disk is hdd",
                "not(attribute:zone == b or attribute:disk == ssd) | not(attribute:zone == b), but zone is b",
                "not(not(attribute:disk == ssd)) | attribute:disk == ssd, but disk is hdd",
            })
    void a_failure_names_the_smallest_comparison_and_what_is_there(String query, String failure) {
        assertThat(failure(query, NODE)).isEqualTo(failure);
    }

    @Test
    void a_failure_says_what_is_not_known() {
        var node = PLAIN.named(null).versioned(null);
        assertThat(failure("ec2InstanceId == i-1", node))
                .isEqualTo("ec2InstanceId == i-1, but ec2InstanceId is not known");
        assertThat(failure("agentVersion > 1", node)).isEqualTo("agentVersion > 1, but agentVersion is not known");
        assertThat(failure("agentVersion > 1", node.versioned("dev")))
                .isEqualTo("agentVersion > 1, but agentVersion is dev, which is no version");
        assertThat(failure("task:group exists", node)).isEqualTo("task:group exists, but no task runs there");
    }

    @Test
    void a_query_that_matches_has_no_failure() {
        assertThat(failure("attribute:disk == hdd", NODE)).isEmpty();
    }

    @Test
    void a_failure_names_three_comparisons_and_counts_the_rest() {
        var query = "attribute:a exists or attribute:b exists or attribute:c exists or attribute:d exists"
                + " or attribute:e exists";
        assertThat(failure(query, NODE))
                .isEqualTo("attribute:a exists, but there is none; attribute:b exists, but there is none;"
                        + " attribute:c exists, but there is none; and 2 more");
    }

    @Test
    void a_failure_has_a_bound() {
        var value = "x".repeat(500);
        var name = "n".repeat(128);
        var part = "attribute:" + name + " == '" + "y".repeat(200) + "'";
        var failure = failure(part + " or " + part + " or " + part, PLAIN.with(name + "=" + value));
        assertThat(failure).hasSizeLessThanOrEqualTo(ClusterQuery.MAX_FAILURE).contains("xxx…");
    }

    @Test
    void a_pattern_that_takes_too_long_does_not_match_and_says_so() {
        var query = ClusterQuery.parse("attribute:a =~ (?:x|x){1,40}y");
        var node = PLAIN.with("a=" + "x".repeat(40));
        assertThat(query.matches(node)).isFalse();
        assertThat(query.failure(node))
                .isEqualTo("attribute:a =~ (?:x|x){1,40}y, but the pattern took too long on " + "x".repeat(40));
        assertThat(ClusterQuery.parse("task:group =~ (?:x|x){1,40}y").failure(PLAIN.running("a", "x".repeat(40))))
                .endsWith("but the pattern took too long on " + "x".repeat(40));
        assertThat(ClusterQuery.parse("attribute:a !~ (?:x|x){1,40}y").matches(node))
                .isTrue();
    }
}
