package berth.cli.verb;

import berth.cli.Program;
import berth.cli.Surroundings;
import berth.cli.json.Doc;
import berth.cli.json.Writing;
import berth.cli.lab.EngineState;
import berth.cli.lab.Look;
import berth.cli.show.Table;
import berth.cli.show.Table.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows how the nodes of a lab are.
@Command(
        name = "status",
        header = "Show a lab's nodes.",
        descriptionHeading = "%n",
        description = {
            "Shows the nodes from all sides.",
            "ENGINE is up, hung (it takes calls and answers none), down, or off (no power). AGENT is connected, away (it"
                    + " runs, but the control plane does not hear it) or down. LINK is up, cut, or none without"
                    + " power. TASKS are those that the control plane thinks are there."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  berth lab status", "  berth lab status --json | jq '.nodes[].agent'"})
final class LabStatus implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Mixin
    private final LabChoice choice = new LabChoice();

    LabStatus(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        var lab = choice.lab(surroundings);
        var looks = Look.at(lab);
        if (json) {
            surroundings
                    .out()
                    .println(Writing.pretty(Doc.with(
                            "controlPlane",
                            lab.plane().isUp()
                                    ? lab.plane().ecs().target().endpoint().toString()
                                    : null,
                            "nodes",
                            looks.stream().map(LabStatus::doc).toList())));
            return Program.DONE;
        }
        surroundings.out().print(table(looks).text(surroundings.paint(), surroundings.width()));
        if (!lab.plane().isUp()) {
            surroundings.err().println("The lab's control plane does not run.");
        }
        return Program.DONE;
    }

    private static Object doc(Look look) {
        return Doc.with(
                        "name",
                        look.seat().name(),
                        "addresses",
                        look.seat().addresses(),
                        "host",
                        look.seat().host(),
                        "rack",
                        look.seat().rack(),
                        "zone",
                        look.seat().zone(),
                        "engine",
                        word(look.engine()),
                        "agent",
                        look.agent(),
                        "link",
                        look.link(),
                        "tasks",
                        look.tasks() < 0 ? null : look.tasks(),
                        "containerInstanceArn",
                        look.instance() == null ? null : look.instance().text("containerInstanceArn"))
                .members();
    }

    private Table table(List<Look> looks) {
        var racks = looks.stream().anyMatch(look -> look.seat().rack() != null);
        var zones = looks.stream().anyMatch(look -> look.seat().zone() != null);
        var headings = new ArrayList<>(List.of("NODE", "ADDRESS", "HOST"));
        if (racks) {
            headings.add("RACK");
        }
        if (zones) {
            headings.add("ZONE");
        }
        headings.addAll(List.of("ENGINE", "AGENT", "LINK", "TASKS"));
        var table = new Table(headings.toArray(String[]::new));
        for (var look : looks) {
            var seat = look.seat();
            var cells = new ArrayList<>(List.of(
                    Cell.plain(seat.name()), Cell.plain(String.join(" ", seat.addresses())), Cell.plain(seat.host())));
            if (racks) {
                cells.add(Cell.plain(orDash(seat.rack())));
            }
            if (zones) {
                cells.add(Cell.plain(orDash(seat.zone())));
            }
            cells.add(painted(word(look.engine()), "up"));
            cells.add(painted(look.agent(), "connected"));
            cells.add(painted(look.link(), "up"));
            cells.add(Cell.plain(look.tasks() < 0 ? "?" : Long.toString(look.tasks())));
            table.add(cells.toArray(Cell[]::new));
        }
        return table;
    }

    private Cell painted(String word, String good) {
        return new Cell(word, surroundings.paint().status(word.equals(good) ? "ACTIVE" : "LOST", word));
    }

    private static String word(EngineState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
