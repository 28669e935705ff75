import berth.wire.aws.AwsJson;
import berth.wire.http.EcsClient;
import berth.wire.sigv4.Credentials;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerStateChange;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointRequest;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointResponse;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.VersionInfo;

/// A fleet of nodes without engines, registered and connected.
final class PretendNodes implements AutoCloseable {
    static final String CONTAINER = "main";
    private static final int CORES = 64;
    private static final int MEMORY_MIB = 256 * 1024;
    private static final int AT_ONCE = 32;
    private static final int REPORTERS = 16;
    private static final String COM = "com.amazonaws.ecs.capability.";

    private final List<PretendNode> nodes = new ArrayList<>();
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong reported = new AtomicLong();
    private final AtomicReference<Exception> trouble = new AtomicReference<>();
    /// As many as are told and not reported yet; they are bounded by what the clients have been answered.
    private final LinkedBlockingQueue<String> toReport = new LinkedBlockingQueue<>();
    private final List<Thread> reporters = new ArrayList<>();

    /// @param reports whether each task is reported RUNNING
    static PretendNodes join(Berth berth, int count, boolean reports) throws Exception {
        var fleet = new PretendNodes();
        var ecs = berth.client();
        var who = berth.operator();
        var acs = URI.create(ecs.call(
                        "DiscoverPollEndpoint",
                        DiscoverPollEndpointRequest.builder().build(),
                        DiscoverPollEndpointResponse.class)
                .endpoint());
        var gate = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<PretendNode>> joining = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                joining.add(threads.submit(() -> {
                    gate.acquire();
                    try {
                        return new PretendNode(acs, who, "default", register(ecs, number), tasks -> {
                            fleet.told.addAndGet(tasks.size());
                            if (reports) fleet.toReport.addAll(tasks);
                        });
                    } finally {
                        gate.release();
                    }
                }));
            }
            for (var node : joining) fleet.nodes.add(node.get());
        }
        if (reports) {
            for (int i = 0; i < REPORTERS; i++) {
                fleet.reporters.add(Thread.ofVirtual().start(() -> fleet.report(berth.endpoint(), who)));
            }
        }
        return fleet;
    }

    private static String register(EcsClient ecs, int number) {
        var attributes = Stream.concat(
                        IntStream.rangeClosed(17, 41).mapToObj(minor -> COM + "docker-remote-api.1." + minor),
                        Stream.of(COM + "logging-driver.json-file", COM + "logging-driver.none"))
                .map(name -> Attribute.builder().name(name).build())
                .toList();
        var request = RegisterContainerInstanceRequest.builder()
                .cluster("default")
                .instanceIdentityDocument("")
                .instanceIdentityDocumentSignature("")
                .attributes(Stream.concat(
                                attributes.stream(),
                                Stream.of(Attribute.builder()
                                        .name("berth.rack")
                                        .value("rack-" + number % 100)
                                        .build()))
                        .toList())
                .totalResources(
                        resource("CPU", CORES * 1024),
                        resource("MEMORY", MEMORY_MIB),
                        Resource.builder().name("PORTS").type("STRINGSET").stringSetValue("22", "2375").build(),
                        Resource.builder().name("PORTS_UDP").type("STRINGSET").stringSetValue(List.of()).build())
                .versionInfo(VersionInfo.builder()
                        .agentVersion("1.2.3")
                        .dockerVersion("DockerVersion: 20.10.24")
                        .build())
                .build();
        return ecs.call("RegisterContainerInstance", request, RegisterContainerInstanceResponse.class)
                .containerInstance()
                .containerInstanceArn();
    }

    private static Resource resource(String name, int value) {
        return Resource.builder().name(name).type("INTEGER").integerValue(value).build();
    }

    private void report(URI endpoint, Credentials who) {
        try (var calls = new KeptConnection(endpoint, who)) {
            while (true) {
                var task = toReport.take();
                calls.call(
                        "SubmitTaskStateChange",
                        AwsJson.write(SubmitTaskStateChangeRequest.builder()
                                .cluster("default")
                                .task(task)
                                .status("RUNNING")
                                .containers(ContainerStateChange.builder()
                                        .containerName(CONTAINER)
                                        .runtimeId(task.substring(task.lastIndexOf('/') + 1))
                                        .status("RUNNING")
                                        .build())
                                .build()));
                reported.incrementAndGet();
            }
        } catch (InterruptedException end) {
            // The fleet is dissolved.
        } catch (IOException | RuntimeException e) {
            trouble.compareAndSet(null, e);
        }
    }

    /// How many tasks nodes have been told of.
    long told() {
        return told.get();
    }

    /// How many of them were reported RUNNING.
    long reported() throws Exception {
        if (trouble.get() != null) throw trouble.get();
        return reported.get();
    }

    /// @throws IllegalStateException if a node has lost its line
    void requireWhole() {
        long lost = nodes.stream().filter(PretendNode::lost).count();
        if (lost > 0) throw new IllegalStateException(lost + " of " + nodes.size() + " nodes have lost their lines");
    }

    /// Waits until nodes have been told of so many tasks, and have reported them if they do.
    void await(long tasks, boolean reports) throws Exception {
        Wait.until(
                tasks + " tasks are told" + (reports ? " and reported" : ""),
                Duration.ofMinutes(5),
                () -> told() >= tasks && (!reports || reported() >= tasks));
    }

    @Override
    public void close() throws IOException {
        reporters.forEach(Thread::interrupt);
        for (var node : nodes) node.close();
    }
}
