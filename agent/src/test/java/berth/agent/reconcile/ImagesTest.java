package berth.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImagesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ForgetfulLedger ledger = new ForgetfulLedger();
    private Images images = new Images(ImageCare.ECS, ledger, List.of());

    private static Instant minute(int n) {
        return START.plus(Duration.ofMinutes(n));
    }

    private List<String> round(Instant now, String... inUse) {
        return images.round(() -> Set.of(inUse), now);
    }

    @Test
    void the_least_recently_used_go_first_five_at_a_time_and_none_that_is_used_or_young() {
        for (var n = 0; n < 8; n++) images.fetched("image" + n, true, minute(n));
        images.fetched("image0", false, minute(20));
        assertThat(round(minute(21))).isEmpty();
        assertThat(round(minute(40))).as("none is old enough").isEmpty();
        assertThat(round(minute(65), "image2"))
                .as("pulled an hour ago, in the order of their use")
                .containsExactly("image1", "image3", "image4", "image5", "image0");
        images.removed(List.of("image1", "image3", "image4", "image5"), minute(65));
        assertThat(round(minute(66))).isEmpty();
        assertThat(round(minute(96))).containsExactly("image2", "image6", "image7", "image0");
    }

    @Test
    void what_somebody_else_pulled_is_left_alone() {
        images.fetched("theirs", false, minute(0));
        assertThat(round(minute(0))).isEmpty();
        assertThat(round(minute(100))).isEmpty();
        assertThat(images.wakeAt()).isNull();
    }

    @Test
    void a_full_disk_is_made_room_on_at_once_and_once_for_an_image() {
        images.fetched("old", true, minute(0));
        assertThat(images.makeRoom("large")).isTrue();
        assertThat(round(minute(1))).containsExactly("old");
        assertThat(images.blocks("large")).as("room is being made").isTrue();
        images.removed(List.of("old"), minute(1));
        assertThat(images.blocks("large")).isFalse();
        images.fetched("other", true, minute(2));
        assertThat(images.makeRoom("large")).isFalse();
        images.fetched("large", true, minute(3));
        assertThat(images.makeRoom("large")).isTrue();
    }

    @Test
    void it_is_known_after_a_restart_what_was_pulled() {
        round(minute(0));
        images.fetched("old", true, minute(0));
        images.fetched("gone", true, minute(0));
        images.removed(List.of("gone"), minute(1));
        ledger.sync();
        images = new Images(ImageCare.ECS, ledger, ledger.contents().images());
        assertThat(round(minute(100))).isEmpty();
        assertThat(round(minute(130))).containsExactly("old");
    }

    @Test
    void a_pull_that_finds_the_disk_full_is_tried_again_once_room_was_made() {
        var node = new PretendNode(1);
        node.failing = false;
        node.tell(Tasks.task(1, Tasks.essential("web").image("old")));
        node.settle();
        node.tell(Tasks.stop(1));
        node.settle();
        node.pass(Duration.ofHours(3).plusMinutes(5));
        node.settle();
        assertThat(node.removed).as("it was in use until now").isEmpty();
        node.full = true;
        node.tell(Tasks.task(2, Tasks.essential("web").image("large")));
        node.settle();
        assertThat(node.removed).containsExactly(List.of("old"));
        assertThat(node.runs(Tasks.arn(2), "web")).isTrue();
        node.full = true;
        node.tell(Tasks.task(3, Tasks.essential("web").image("larger")));
        node.settle();
        assertThat(node.reported.get(Tasks.arn(3)))
                .as("nothing is left to remove")
                .containsExactly(TaskStatus.STOPPED);
        assertThat(node.removed).hasSize(1);
    }

    @Test
    void it_can_be_switched_off() {
        images = new Images(ImageCare.NEVER, ledger, List.of());
        images.fetched("old", true, minute(0));
        assertThat(images.makeRoom("large")).isFalse();
        assertThat(round(minute(0))).isEmpty();
        assertThat(round(minute(10_000))).isEmpty();
        assertThat(images.wakeAt()).isNull();
    }
}
