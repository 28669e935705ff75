package berth.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhysicalHostTest {
    private static final String UUID = "sys/class/dmi/id/product_uuid";
    private static final String MACHINE = "etc/machine-id";
    private static final String BOOT = "proc/sys/kernel/random/boot_id";

    @TempDir
    Path root;

    private String id() {
        return String.valueOf(new PhysicalHost(root).id());
    }

    private void has(String file, String text) throws IOException {
        has(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private void has(String file, byte[] bytes) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
    }

    @Test
    void the_firmwares_id_goes_before_the_installations_and_that_before_the_boots() throws IOException {
        assertThat(new PhysicalHost(root).id()).isNull();
        has(BOOT, "3eb550a7-1338-4a60-b453-d56a34fc33a9\n");
        var boot = id();
        has(MACHINE, "3d1219c7c4c5404aaa1f6d2a48adfda4\n");
        var machine = id();
        has(UUID, "4C4C4544-0042-3510-8054-B4C04F4D3132\n");
        var firmware = id();
        assertThat(boot).matches("[0-9a-f]{16}").isNotEqualTo(machine);
        assertThat(machine).matches("[0-9a-f]{16}").isNotEqualTo(firmware);
        has(BOOT, "11111111-1338-4a60-b453-d56a34fc33a9\n");
        has(MACHINE, "another\n");
        assertThat(id()).isEqualTo(firmware);
    }

    @Test
    void an_id_that_the_firmware_was_never_given_is_none() throws IOException {
        has(MACHINE, "3d1219c7c4c5404aaa1f6d2a48adfda4\n");
        var machine = id();
        for (var blank : new String[] {
            "03000200-0400-0500-0006-000700080009",
            "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
            "00000000-0000-0000-0000-000000000000",
            ""
        }) {
            has(UUID, blank + "\n");
            assertThat(id()).isEqualTo(machine);
        }
        has(BOOT, "3eb550a7-1338-4a60-b453-d56a34fc33a9\n");
        has(MACHINE, "uninitialized\n");
        assertThat(id()).isNotEqualTo(machine).matches("[0-9a-f]{16}");
    }

    @Test
    void no_id_is_told_as_it_is() throws IOException {
        has(MACHINE, "3d1219c7c4c5404aaa1f6d2a48adfda4\n");
        assertThat("3d1219c7c4c5404aaa1f6d2a48adfda4").doesNotContain(id());
    }

    @Test
    void a_hypervisor_that_tells_where_its_guest_is_is_believed() throws IOException {
        has(UUID, "4C4C4544-0042-3510-8054-B4C04F4D3132\n");
        var own = id();
        has("var/lib/hyperv/.kvp_pool_3", pool(Map.of("HostName", "x", "PhysicalHostName", "BOX7")));
        assertThat(id()).isEqualTo("box7");
        has(
                "var/lib/hyperv/.kvp_pool_3",
                pool(Map.of("PhysicalHostName", "BOX7", "PhysicalHostNameFullyQualified", "Box7.example.org")));
        assertThat(id()).isEqualTo("box7.example.org");
        has("var/lib/hyperv/.kvp_pool_3", pool(Map.of("VirtualMachineName", "v")));
        assertThat(id()).isEqualTo(own);
        has("var/lib/hyperv/.kvp_pool_3", "torn".getBytes(StandardCharsets.UTF_8));
        assertThat(id()).isEqualTo(own);
    }

    private static byte[] pool(Map<String, String> pairs) {
        var out = new ByteArrayOutputStream();
        pairs.forEach((key, value) -> {
            out.writeBytes(Arrays.copyOf(key.getBytes(StandardCharsets.UTF_8), 512));
            out.writeBytes(Arrays.copyOf(value.getBytes(StandardCharsets.UTF_8), 2048));
        });
        return out.toByteArray();
    }
}
