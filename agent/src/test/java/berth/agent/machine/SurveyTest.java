package berth.agent.machine;

import static berth.agent.machine.PretendMachine.nic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurveyTest {
    private static final AddressChoice FOUND = new AddressChoice.Found(false);

    private final PretendMachine machine = new PretendMachine(nic("eth0", "10.0.0.5", "10.0.0.6", "fd00::5"));

    private Survey survey(AddressChoice choice) {
        return new Survey(choice, Map.of(), machine, () -> List.of("172.20.0.1"), true);
    }

    private static AddressChoice given(String... addresses) {
        return new AddressChoice.Given(List.of(addresses));
    }

    @Test
    void unless_asked_for_a_machine_is_one_unnamed_address() {
        assertThat(survey(new AddressChoice.Whole()).now().addresses()).isEmpty();
    }

    @Test
    void found_are_all_that_can_be_used() {
        assertThat(survey(FOUND).now().addresses()).containsExactly("10.0.0.5", "10.0.0.6");
        assertThat(survey(new AddressChoice.Found(true)).now().addresses())
                .containsExactly("10.0.0.5", "10.0.0.6", "fd00::5");
    }

    @Test
    void one_found_is_as_none_and_a_second_makes_two() {
        machine.now(nic("eth0", "10.0.0.5"), nic("tasks0", "172.20.0.1"));
        var survey = survey(FOUND);
        assertThat(survey.now().addresses()).isEmpty();
        machine.now(nic("eth0", "10.0.0.5"), nic("tasks0", "172.20.0.1"), nic("eth1", "10.0.1.5"));
        assertThat(survey.now().addresses()).containsExactly("10.0.0.5", "10.0.1.5");
    }

    @Test
    void given_ones_are_taken_in_the_order_given_and_in_one_form() {
        assertThat(survey(given("10.0.0.6", "FD00:0::5", "10.0.0.6")).now().addresses())
                .containsExactly("10.0.0.6", "fd00::5");
        assertThat(survey(given("10.0.0.6")).now().addresses()).containsExactly("10.0.0.6");
    }

    @Test
    void one_given_that_the_machine_does_not_have_is_refused_with_those_it_has() {
        assertThatThrownBy(() -> survey(given("10.0.0.5", "10.0.0.7")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("This machine does not have the address 10.0.0.7; it has 10.0.0.5, 10.0.0.6, fd00::5");
    }

    @Test
    void what_is_no_address_of_a_machine_is_refused() {
        assertThatThrownBy(() -> given("10.0.0.0/8")).hasMessageContaining("(got 10.0.0.0/8)");
        assertThatThrownBy(() -> given("0.0.0.0"))
                .hasMessageContaining("wildcard")
                .hasMessageContaining("0.0.0.0");
        assertThatThrownBy(() -> given("fe80::1")).hasMessageContaining("link-local");
        assertThatThrownBy(() -> given()).hasMessageContaining("1 to 256 addresses (got 0)");
    }

    @Test
    void a_given_one_that_goes_is_left_out_until_it_comes_back() {
        var survey = survey(given("10.0.0.6", "10.0.0.5"));
        machine.now(nic("eth0", "10.0.0.5"));
        assertThat(survey.now().addresses()).containsExactly("10.0.0.5");
        machine.now(nic("eth0", "10.0.0.5", "10.0.0.6"));
        assertThat(survey.now().addresses()).containsExactly("10.0.0.6", "10.0.0.5");
    }

    @Test
    void when_all_given_ones_are_gone_the_node_does_not_fall_back_to_the_whole_machine() {
        var survey = survey(given("10.0.0.5", "10.0.0.6"));
        machine.now(nic("eth0", "192.0.2.1"));
        assertThat(survey.now().addresses()).containsExactly("10.0.0.5", "10.0.0.6");
    }

    @Test
    void on_another_machine_given_ones_are_taken_at_the_operators_word_and_none_can_be_found() {
        var far = new Survey(given("192.0.2.77"), Map.of(), machine, List::of, false);
        assertThat(far.now().addresses()).containsExactly("192.0.2.77");
        assertThatThrownBy(() -> new Survey(FOUND, Map.of(), machine, List::of, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--address");
    }

    @Test
    void the_host_is_what_the_operator_says_else_what_is_found_else_untold() {
        machine.at("found");
        assertThat(survey(FOUND).now().attributes()).containsExactly(Map.entry(Survey.HOST, "found"));
        var told = new Survey(FOUND, Map.of(Survey.HOST, "rack3-box7", "a", "b"), machine, List::of, true);
        assertThat(told.now().attributes()).containsOnly(Map.entry(Survey.HOST, "rack3-box7"), Map.entry("a", "b"));
        machine.at(null);
        assertThat(survey(FOUND).now().attributes()).isEmpty();
    }
}
