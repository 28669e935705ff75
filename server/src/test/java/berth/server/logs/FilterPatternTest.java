package berth.server.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterPatternTest {
    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            ``                              ~ anything                        ~ true
            ERROR                           ~ an ERROR here                   ~ true
            ERROR                           ~ an error here                   ~ false
            ERROR disk                      ~ disk: ERROR                     ~ true
            ERROR disk                      ~ ERROR                           ~ false
            ?ERROR ?WARN                    ~ a WARN                          ~ true
            ?ERROR ?WARN                    ~ a NOTE                          ~ false
            ERROR -retry                    ~ ERROR                           ~ true
            ERROR -retry                    ~ ERROR, will retry               ~ false
            "disk full" -"/tmp"             ~ disk full: /var                 ~ true
            "disk full" -"/tmp"             ~ disk full: /tmp                 ~ false
            "say \\"no\\""                  ~ they say "no"                   ~ true
            { $.level = "ERROR" }           ~ {"level":"ERROR"}               ~ true
            { $.level = "ERROR" }           ~ {"level":"WARN"}                ~ false
            { $.level = "ERROR" }           ~ level ERROR                     ~ false
            { $.level = ERROR }             ~ {"level":"ERROR"}               ~ true
            { $.path = "/api/*" }           ~ {"path":"/api/v1"}              ~ true
            { $.path = "*.js" }             ~ {"path":"/a.js"}                ~ true
            { $.path = "*.js" }             ~ {"path":"/a.css"}               ~ false
            { $.level != "ERROR" }          ~ {"level":"WARN"}                ~ true
            { $.level != "ERROR" }          ~ {"other":1}                     ~ false
            { $.size >= 100 }               ~ {"size":100}                    ~ true
            { $.size > 100 }                ~ {"size":100}                    ~ false
            { $.size < 1e3 }                ~ {"size":999.5}                  ~ true
            { $.user.id = 7 }               ~ {"user":{"id":7}}               ~ true
            { $.tags[1] = "b" }             ~ {"tags":["a","b"]}              ~ true
            { $.tags[*] = "b" }             ~ {"tags":["a","b"]}              ~ true
            { $.tags[*] = "c" }             ~ {"tags":["a","b"]}              ~ false
            { $.a IS NULL }                 ~ {"a":null}                      ~ true
            { $.a IS NULL }                 ~ {}                              ~ false
            { $.a NOT EXISTS }              ~ {}                              ~ true
            { $.a IS TRUE }                 ~ {"a":true}                      ~ true
            { $.a = 1 && $.b = 2 }          ~ {"a":1,"b":3}                   ~ false
            { $.a = 1 || $.b = 2 && $.c=3 } ~ {"a":1}                         ~ true
            { ($.a = 1 || $.b = 2) && $.c=3 } ~ {"a":1}                       ~ false
            """)
    void events_match(String pattern, String event, boolean matches) {
        assertThat(FilterPattern.of(pattern).test(event)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
            [a, b]              ~ patterns of space-delimited columns are not supported
            %ERR.*%             ~ regular expressions are not supported
            a.b                 ~ '.' must stand in a term in double quotes
            "open               ~ a quotation mark is not closed
            ?a b                ~ terms with a question mark cannot be combined with others
            { $.a }             ~ an operator is missing at column 7
            { $.a = 1           ~ '}' is missing at column 10
            { $.a > "x" }       ~ '>' compares numbers
            { a = 1 }           ~ '$' is missing at column 3
            """)
    void what_is_not_understood_is_refused_with_the_reason(String pattern, String why) {
        assertThatThrownBy(() -> FilterPattern.of(pattern))
                .hasMessageStartingWith("Invalid filter pattern '" + pattern + "'")
                .hasMessageContaining(why);
    }
}
