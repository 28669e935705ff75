package berth.cli.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.cli.show.Table.Cell;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columns_are_as_wide_as_their_longest_cell() {
        var table = new Table("A", "LONGER", "C");
        table.add("xxxx", "y", "z");
        table.add("x", "yyyyyyyy", "");
        assertThat(table.text(Paint.NONE, 0)).isEqualTo("""
                A     LONGER    C
                xxxx  y         z
                x     yyyyyyyy
                """);
    }

    @Test
    void colours_take_no_room() {
        var table = new Table("A", "B");
        table.add(new Cell("RUNNING", Paint.ANSI.good("RUNNING")), Cell.plain("x"));
        table.add("STOPPED", "y");
        assertThat(table.text(Paint.NONE, 0)).isEqualTo("A        B\n\u001b[32mRUNNING\u001b[0m  x\nSTOPPED  y\n");
    }

    @Test
    void only_the_last_column_is_cut_and_only_on_a_terminal() {
        var table = new Table("A", "NOTE");
        table.add("0123456789", "a very long note that would wrap");
        assertThat(table.text(Paint.NONE, 30)).isEqualTo("A           NOTE\n0123456789  a very long note …\n");
        assertThat(table.text(Paint.NONE, 0)).contains("a very long note that would wrap\n");
    }

    @Test
    void a_cell_never_brings_its_own_line_ends() {
        var table = new Table("A");
        table.add("one\ntwo\u001b[31m");
        assertThat(table.text(Paint.NONE, 0)).isEqualTo("A\none two [31m\n");
    }

    @Test
    void a_row_has_as_many_cells_as_there_are_headings() {
        assertThatThrownBy(() -> new Table("A", "B").add("x")).hasMessage("2 cells are a row (got 1)");
    }
}
