package berth.agent.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HolderTest {
    private static AcsTask.Builder task(int containers) {
        var all = new ArrayList<AcsContainer>();
        for (var i = 0; i < containers; i++)
            all.add(AcsContainer.of("c" + i).image("busybox").essential(true).build());
        return AcsTask.of("arn:aws:ecs:us-east-1:000000000000:task/default/t").containers(all);
    }

    @Test
    void one_container_has_its_network_to_itself() {
        var alone = task(1).networkMode("awsvpc").build();
        assertThat(Holder.with(alone)).isEqualTo(alone);
        assertThat(Holder.with(task(2).networkMode("bridge").build()).containers())
                .hasSize(2);
    }

    @Test
    void what_several_share_is_held_by_another_that_is_added_once() {
        for (var shares : List.of(
                task(2).networkMode("awsvpc").build(),
                task(1).pidMode("task").build(),
                task(1).ipcMode("task").build())) {
            var held = Holder.with(shares);
            assertThat(held.containers()).hasSize(shares.containers().size() + 1);
            assertThat(held.containers().getLast().name()).isEqualTo(Holder.NAME);
            assertThat(Holder.with(held)).isEqualTo(held);
        }
    }

    @Test
    void all_begin_after_it_and_it_ends_after_all() {
        var order = Order.of(Holder.with(task(2).networkMode("awsvpc").build()));
        assertThat(order.links().get("c0")).containsExactly(Holder.NAME);
        assertThat(order.links().get(Holder.NAME)).isEmpty();
        assertThat(order.usersOf(Holder.NAME)).containsExactlyInAnyOrder("c0", "c1");
    }

    @Test
    void a_task_that_is_only_to_stop_needs_none() {
        assertThat(Holder.with(AcsTask.of("a").networkMode("awsvpc").build()).containers())
                .isEmpty();
    }
}
