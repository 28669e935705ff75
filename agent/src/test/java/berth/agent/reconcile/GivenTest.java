package berth.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsMessage.PayloadMessage;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.AsmAuth;
import berth.wire.acs.ContainerParts.RegistryAuthentication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tasks that need what only the control plane can give them.
class GivenTest {
    private static final String DENIED = "ResourceInitializationError: unable to pull secrets or registry auth: none";

    private final Reconciler reconciler = new Reconciler(PretendNode.SETTINGS, new ForgetfulLedger(), new Random(1));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long number;

    @BeforeEach
    void an_engine_that_runs_nothing() {
        turn(new Input.EngineUp());
        turn(new Input.LookedAround(List.of()));
    }

    private List<Action> turn(Input... inputs) {
        return reconciler.turn(List.of(inputs), now);
    }

    /// What is begun when it is time again; nothing before.
    private List<Action> turnWhenDue() {
        assertThat(turn()).isEmpty();
        now = Objects.requireNonNull(reconciler.wakeAt());
        return turn();
    }

    private List<Action> tell(AcsTask task) {
        var message = new PayloadMessage("m" + ++number, "c", "i", number, 0, List.of(task));
        return turn(new Input.Heard(message));
    }

    private static String arn(int n) {
        return "arn:aws:ecs:r:1:task/c/" + n;
    }

    private static AcsContainer container(String name, boolean essential, @Nullable String login) {
        return AcsContainer.of(name)
                .image("private")
                .essential(essential)
                .registryAuthentication(
                        login == null ? null : new RegistryAuthentication("asm", null, new AsmAuth(login, null)))
                .build();
    }

    private static AcsTask task(int n, AcsContainer... containers) {
        return AcsTask.of(arn(n))
                .family("f")
                .version("1")
                .desiredStatus("RUNNING")
                .containers(List.of(containers))
                .build();
    }

    private static <A> List<A> of(Class<A> kind, List<Action> actions) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void a_container_whose_secrets_cannot_be_asked_for_yet_is_created_later_however_long_it_takes() {
        tell(task(1, container("web", true, null)));
        var actions = turn(new Input.Fetched("private", null));
        var waits = new ArrayList<Duration>();
        for (var tries = 0; tries < 20; tries++) {
            assertThat(of(Action.Create.class, actions)).hasSize(1);
            var before = now;
            assertThat(turn(new Input.Unconfided(arn(1), "web"))).isEmpty();
            do actions = turnWhenDue();
            while (of(Action.Create.class, actions).isEmpty());
            waits.add(Duration.between(before, now));
        }
        assertThat(waits.getLast()).isGreaterThan(waits.getFirst()).isLessThan(Duration.ofMinutes(2));
        assertThat(of(Action.Start.class, turn(new Input.Created(arn(1), "web", "id"))))
                .hasSize(1);
    }

    @Test
    void a_secret_that_is_not_there_ends_the_task_with_any_of_its_containers() {
        tell(task(1, container("web", true, null), container("beside", false, null)));
        turn(new Input.Fetched("private", null));
        turn(new Input.Denied(arn(1), "beside", DENIED));
        var actions = turn(new Input.Created(arn(1), "web", "id"));
        var report = of(Action.Submit.class, actions).getLast().report();
        assertThat(report.status()).isEqualTo(TaskStatus.STOPPED);
        assertThat(report.reason()).isEqualTo(DENIED);
        assertThat(of(Action.Start.class, actions)).isEmpty();
    }

    @Test
    void a_pull_whose_login_cannot_be_asked_for_yet_is_tried_more_often_than_one_that_fails() {
        var actions = tell(task(1, container("web", true, "login")));
        for (var tries = 0; tries < 3 * PretendNode.SETTINGS.pullTries(); tries++) {
            assertThat(of(Action.Fetch.class, actions))
                    .containsExactly(new Action.Fetch("private", new Action.Fetch.Login(arn(1), "web"), false));
            turn(new Input.FetchLater("private", "waiting"));
            do actions = turnWhenDue();
            while (of(Action.Fetch.class, actions).isEmpty());
        }
        assertThat(of(Action.Create.class, turn(new Input.Fetched("private", null))))
                .hasSize(1);
    }

    @Test
    void a_login_that_fails_fails_those_that_have_it_and_the_next_tries_its_own() {
        tell(task(1, container("web", true, "wrong")));
        assertThat(of(Action.Fetch.class, tell(task(2, container("web", true, "right")))))
                .isEmpty();
        var actions = turn(new Input.FetchFailed("private", "CannotPullContainerError: denied", false));
        assertThat(of(Action.Submit.class, actions).getFirst().report().taskArn())
                .isEqualTo(arn(1));
        assertThat(of(Action.Fetch.class, actions))
                .containsExactly(new Action.Fetch("private", new Action.Fetch.Login(arn(2), "web"), false));
        assertThat(of(Action.Create.class, turn(new Input.Fetched("private", null))))
                .extracting(create -> create.task().arn())
                .containsExactly(arn(2));
    }

    @Test
    void a_login_that_is_not_there_ends_the_task() {
        var open = AcsContainer.of("web").image("public").essential(true).build();
        tell(task(1, open, container("beside", false, "none")));
        var report = of(Action.Submit.class, turn(new Input.FetchFailed("private", DENIED, false)))
                .getFirst()
                .report();
        assertThat(report.status()).isEqualTo(TaskStatus.STOPPED);
        assertThat(report.reason()).isEqualTo(DENIED);
    }
}
