package berth.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "+1", "007", "1.50", "-12.25", "123456789012345678901234567890.1"})
    void digits_with_a_sign_and_a_fraction_are_a_number(String text) {
        assertThat(Decimal.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".5", "5.", "1e3", "1,5", "0x10", " 1", "1 ", "--1", "1.2.3", "١"})
    void all_else_is_none(String text) {
        assertThat(Decimal.is(text)).isFalse();
    }

    @Property
    void numbers_compare_like_big_decimals(
            @ForAll @BigRange(min = "-1000", max = "1000") @Scale(3) BigDecimal a,
            @ForAll @BigRange(min = "-1000", max = "1000") @Scale(3) BigDecimal b) {
        assertThat(Integer.signum(Decimal.compare(a.toPlainString(), b.toPlainString())))
                .isEqualTo(a.compareTo(b));
    }

    @ParameterizedTest
    @CsvSource({
        "0, -0, 0",
        "1, 1.000, 0",
        "+2, 002, 0",
        "-1, 1, -1",
        "-2, -1.5, -1",
        "9, 10, -1",
        "0.1, 0.09, 1",
        "123456789012345678901, 123456789012345678902, -1",
    })
    void a_numbers_spelling_makes_no_difference(String a, String b, int order) {
        assertThat(Integer.signum(Decimal.compare(a, b))).isEqualTo(order);
        assertThat(Integer.signum(Decimal.compare(b, a))).isEqualTo(-order);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.14.5", "v2.0", "1.0-rc1", "1.0-rc.1+abc", "1.0+build.7", "1.2.3.4", "1.0--"})
    void numbers_with_points_are_a_version(String text) {
        assertThat(Version.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v", "latest", "1.", ".1", "1..2", "1.0-", "1.0+", "1.0-a..b", "1.0-ä", "1.x", "1 "})
    void all_else_is_no_version(String text) {
        assertThat(Version.is(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1.14.5, 1.14.5, 0",
        "1.14.5, v1.14.5, 0",
        "1.14, 1.14.0.0, 0",
        "1.9, 1.10, -1",
        "1.014, 1.14, 0",
        "1.0-rc.1, 1.0, -1",
        "1.0-alpha, 1.0-beta, -1",
        "1.0-alpha, 1.0-alpha.1, -1",
        "1.0-rc.2, 1.0-rc.10, -1",
        "1.0-1, 1.0-a, -1",
        "1.0-rc+1, 1.0-rc+2, 0",
        "1.0+9, 1.0, 0",
        "2, 1.99999999999999999999, 1",
    })
    void versions_compare_by_their_numbers(String a, String b, int order) {
        assertThat(Integer.signum(Version.compare(a, b))).isEqualTo(order);
        assertThat(Integer.signum(Version.compare(b, a))).isEqualTo(-order);
    }
}
