package berth.server.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.core.Refusal;
import berth.server.roles.Policy.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What policies say, and which documents are none.
class PolicyTest {
    private static final String TASK = "arn:aws:ecs:us-east-1:123456789012:task/default/0123";

    private static Policy policy(String statements) {
        return PolicyReader.read("{\"Version\":\"2012-10-17\",\"Statement\":" + statements.replace('\'', '"') + "}");
    }

    private static Verdict verdict(String statements) {
        return policy(statements).of("ecs:StopTask", TASK);
    }

    @Test
    void what_no_statement_is_about_is_allowed_by_none() {
        assertThat(verdict("[{'Effect':'Allow','Action':'ecs:RunTask','Resource':'*'}]"))
                .isEqualTo(Verdict.SILENT);
        assertThat(verdict("{'Effect':'Allow','Action':'ecs:StopTask','Resource':'arn:aws:ecs:*:*:task/other/*'}"))
                .isEqualTo(Verdict.SILENT);
    }

    @Test
    void action_and_resource_must_both_fit() {
        assertThat(verdict("{'Effect':'Allow','Action':['ecs:Describe*','ecs:Stop*'],"
                        + "'Resource':['arn:aws:ecs:*:*:task/default/*']}"))
                .isEqualTo(Verdict.ALLOWED);
        assertThat(verdict("{'Effect':'Allow','Action':'ECS:stoptask','Resource':'*'}"))
                .as("the case of an action does not count")
                .isEqualTo(Verdict.ALLOWED);
        assertThat(verdict("{'Effect':'Allow','Action':'*','Resource':'arn:aws:ecs:*:*:TASK/default/*'}"))
                .as("that of a resource does")
                .isEqualTo(Verdict.SILENT);
    }

    @Test
    void a_denial_wins_wherever_it_stands() {
        var allow = "{'Effect':'Allow','Action':'*','Resource':'*'}";
        var deny = "{'Effect':'Deny','Action':'ecs:Stop*','Resource':'*'}";
        assertThat(verdict("[" + allow + "," + deny + "]")).isEqualTo(Verdict.DENIED);
        assertThat(verdict("[" + deny + "," + allow + "]")).isEqualTo(Verdict.DENIED);
        assertThat(policy("[" + allow + "," + deny + "]").of("ecs:RunTask", "*"))
                .isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void all_but_some_is_what_not_says() {
        var most = policy(
                "{'Effect':'Allow','NotAction':['ecs:Stop*','iam:*'],'NotResource':'arn:aws:ecs:*:*:cluster/*'}");
        assertThat(most.of("ecs:RunTask", TASK)).isEqualTo(Verdict.ALLOWED);
        assertThat(most.of("ecs:StopTask", TASK)).isEqualTo(Verdict.SILENT);
        assertThat(most.of("ecs:RunTask", "arn:aws:ecs:us-east-1:1:cluster/a")).isEqualTo(Verdict.SILENT);
    }

    @ParameterizedTest
    @CsvSource({
        "*, '', true",
        "a*c, abbbc, true",
        "a*c, abbbd, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "*a*b*, xxaxxbxx, true",
        "*a*b, xxbxxa, false",
        "a**, a, true",
        "'', a, false"
    })
    void a_star_is_any_text_and_a_question_mark_one_character(String pattern, String text, boolean like) {
        assertThat(Policy.like(pattern, text)).isEqualTo(like);
    }

    @Test
    void a_hostile_pattern_costs_no_more_than_pattern_times_text() {
        // With going back to every star this would take longer than anybody's life.
        assertThat(Policy.like("*a".repeat(40) + "b", "a".repeat(4_000))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'Statement':[{'Effect':'Allow','Action':'*','Resource':'*','Condition':{}}]} | Statement[0].Condition",
                "{'Statement':{'Effect':'Allow','Action':'*','Resource':'*','Principal':'*'}} | names no principal",
                "{'Statement':{'Effect':'allow','Action':'*','Resource':'*'}} | Effect must be Allow or Deny",
                "{'Statement':{'Effect':'Allow','Action':'*','Resorce':'*'}} | Statement has no member Resorce",
                "{'Statement':{'Effect':'Allow','Action':'*'}} | one of Resource and NotResource",
                "{'Statement':{'Effect':'Allow','Action':'*','NotAction':'*','Resource':'*'}} | one of Action and NotAction",
                "{'Statement':{'Effect':'Allow','Action':[],'Resource':'*'}} | Statement.Action must be",
                "{'Statement':{'Effect':'Allow','Action':'StopTask','Resource':'*'}} | an action is service:Name",
                "{'Statement':{'Effect':'Allow','Action':'*','Resource':'task/x'}} | a resource is an ARN or *",
                "{'Version':'2020','Statement':[]} | Version must be 2012-10-17",
                "{'Statement':[]} | Statement must be",
                "{'Statement':{'Effect':'Allow','Effect':'Deny','Action':'*','Resource':'*'}} | no JSON",
                "[] | must be a JSON object",
                "{ | no JSON"
            })
    void what_would_mean_something_else_than_was_written_is_refused(String document, String why) {
        assertThatThrownBy(() -> PolicyReader.read(document.replace('\'', '"')))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("The policy is not valid: ")
                .hasMessageContaining(why);
    }

    @Test
    void a_document_has_the_bound_that_aws_has() {
        assertThatThrownBy(() -> PolicyReader.read(" ".repeat(10_241)))
                .hasMessage("The policy is not valid: it may have at most 10240 characters (got 10241).");
    }
}
