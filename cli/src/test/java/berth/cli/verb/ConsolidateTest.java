package berth.cli.verb;

import static berth.cli.verb.OneTask.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import berth.cli.CannedApi;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ConsolidateTest {
    @AutoClose
    private final CannedApi api = new CannedApi();

    ConsolidateTest() throws IOException {}

    @Test
    void consolidate_plan_shows_the_steps_and_what_holds_the_rest() {
        api.says("PlanConsolidate", """
                {"counts":{"containerInstances":4,"empty":1,"emptied":1,"held":2,"moves":1,"maxMoves":100},
                 "empty":[{"containerInstanceArn":"arn:x/default/77aa00bb00"}],
                 "emptied":[{"containerInstanceArn":"arn:x/default/1","name":"rack1","tasks":1}],
                 "moves":[{"step":1,"taskArn":"%s","taskDefinitionArn":"arn:x/web:7",
                   "from":{"containerInstanceArn":"arn:x/default/1","name":"rack1"},
                   "to":{"containerInstanceArn":"arn:x/default/2","name":"rack2"}}],
                 "held":[{"containerInstanceArn":"arn:x/default/2","name":"rack2","reason":"RECEIVES","text":"It takes 1 task."},
                  {"containerInstanceArn":"arn:x/default/3","name":"rack3","reason":"TASK","taskArn":"arn:x/default/cdcdcdcdcd",
                   "text":"Task cdcdcdcdcd finds no room on the others in use. 77aa11cc00 would take it with 1 more GPU.",
                   "nearest":{"containerInstanceArn":"arn:x/default/77aa11cc00","text":"-"}}]}""".formatted(TASK));
        var typed = api.type("consolidate", "--plan", "--max-moves", "7");
        assertThat(typed.code()).isZero();
        assertThat(typed.out()).isEqualTo("""
                STEP  TASK      DEFINITION  FROM   TO
                1     abababab  web:7       rack1  rack2

                NODE      OUTCOME         WHY
                77aa00bb  empty           It has no tasks.
                rack1     can be emptied  Its tasks find room elsewhere: 1 move.
                rack2     stays           It takes 1 task.
                rack3     stays           Task cdcdcdcd finds no room on the others in use. 77aa11cc would take it with \
                1 more GPU.
                """);
        assertThat(typed.err())
                .isEqualTo("1 of 4 container instances could be emptied by 1 move; 1 is empty already\n");
        assertThat(api.lastRequest("PlanConsolidate").number("maxMoves", 0)).isEqualTo(7);
    }
}
