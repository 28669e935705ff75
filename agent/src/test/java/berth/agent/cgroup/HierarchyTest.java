package berth.agent.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.wire.acs.AcsTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which files say what in each kind of cgroup tree. That kernels heed them, only real ones show.
class HierarchyTest {
    private static final TaskLimits HALF = new TaskLimits(0.5, 64);

    @TempDir
    Path root;

    @Test
    void version_1_has_a_tree_for_memory_and_one_for_cpu() throws IOException {
        tree("memory");
        tree("cpu");
        var made = new SplitHierarchy(root, "/box/ecs").make("0123", HALF);
        assertThat(made).isEqualTo("/box/ecs/0123");
        assertThat(read("memory/box/ecs/0123/memory.limit_in_bytes")).isEqualTo("67108864");
        assertThat(read("cpu/box/ecs/0123/cpu.cfs_period_us")).isEqualTo("100000");
        assertThat(read("cpu/box/ecs/0123/cpu.cfs_quota_us")).isEqualTo("50000");
    }

    @Test
    void an_old_kernel_is_told_to_count_what_is_below_before_anything_is() throws IOException {
        tree("memory");
        tree("cpu");
        write("memory/ecs/memory.use_hierarchy", "0\n");
        new SplitHierarchy(root, "/ecs").make("0123", HALF);
        assertThat(read("memory/ecs/memory.use_hierarchy")).isEqualTo("1");
    }

    @Test
    void what_a_task_has_no_limit_for_is_left_alone() throws IOException {
        tree("memory");
        tree("cpu");
        new SplitHierarchy(root, "/ecs").make("0123", new TaskLimits(0, 64));
        assertThat(root.resolve("cpu/ecs/0123/cpu.cfs_quota_us")).doesNotExist();
        new SplitHierarchy(root, "/ecs").make("4567", new TaskLimits(2, 0));
        assertThat(root.resolve("memory/ecs/4567/memory.limit_in_bytes")).doesNotExist();
        assertThat(read("cpu/ecs/4567/cpu.cfs_quota_us")).isEqualTo("200000");
    }

    @Test
    void version_1_is_removed_from_every_tree_that_the_engine_made_it_in() throws IOException {
        for (var tree : List.of("memory", "cpu", "pids")) Files.createDirectories(root.resolve(tree + "/ecs/0123"));
        Files.createDirectories(root.resolve("pids/ecs/0123/a-container"));
        var hierarchy = new SplitHierarchy(root, "/ecs");
        assertThat(hierarchy.remove("0123")).as("a container is in it").isFalse();
        Files.delete(root.resolve("pids/ecs/0123/a-container"));
        assertThat(hierarchy.remove("0123")).isTrue();
        assertThat(hierarchy.remove("0123")).as("it is gone already").isTrue();
        assertThat(root.resolve("pids/ecs")).isEmptyDirectory();
    }

    @Test
    void version_2_hands_its_controllers_down_each_level() throws IOException {
        write("cgroup.procs", "");
        write("cgroup.subtree_control", "cpuset cpu\n");
        write("ecs/cgroup.subtree_control", "\n");
        var made = new UnifiedHierarchy(root, "/ecs").make("0123", new TaskLimits(0.25, 64));
        assertThat(made).isEqualTo("/ecs/0123");
        assertThat(read("cgroup.subtree_control")).as("only what was missing").isEqualTo("+memory");
        assertThat(read("ecs/cgroup.subtree_control")).isEqualTo("+memory");
        assertThat(read("ecs/0123/memory.max")).isEqualTo("67108864");
        assertThat(read("ecs/0123/cpu.max")).isEqualTo("25000 100000");
    }

    @Test
    void an_engine_with_the_systemd_driver_gets_a_slice() throws IOException {
        var said = new ArrayList<String>();
        var slices = new Slices(words -> said.add(String.join(" ", words)), 2);
        assertThat(slices.make("0123", HALF)).isEqualTo("ecstasks-0123.slice");
        slices.remove("0123");
        new Slices(words -> said.add(String.join(" ", words)), 1).make("4-5", new TaskLimits(0, 64));
        assertThat(said)
                .containsExactly(
                        "set-property --runtime ecstasks-0123.slice CPUQuota=50.00% MemoryMax=67108864",
                        "start ecstasks-0123.slice",
                        "stop ecstasks-0123.slice",
                        "revert ecstasks-0123.slice",
                        "set-property --runtime ecstasks-4_5.slice MemoryLimit=67108864",
                        "start ecstasks-4_5.slice");
    }

    @Test
    void where_no_tree_is_mounted_nothing_is_made() {
        assertThatThrownBy(() -> new SplitHierarchy(root, "/ecs").make("0123", HALF))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no cgroup tree");
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void limits_are_the_tasks_own_and_never_below_what_the_kernel_takes() {
        assertThat(TaskLimits.of(AcsTask.of("a").build())).isNull();
        assertThat(TaskLimits.of(AcsTask.of("a").cpu(0.25).memory(512).build())).isEqualTo(new TaskLimits(0.25, 512));
        assertThat(new TaskLimits(0.001, 0).quotaMicros()).isEqualTo(1_000);
    }

    private void tree(String controller) throws IOException {
        write(controller + "/cgroup.procs", "");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    private String read(String file) throws IOException {
        return Files.readString(root.resolve(file));
    }
}
