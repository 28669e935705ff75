package berth.agent.local;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.HealthLook;
import berth.agent.reconcile.ContainerLife;
import berth.agent.reconcile.ContainerStatus;
import berth.agent.reconcile.Holder;
import berth.agent.reconcile.Runs;
import berth.agent.reconcile.TaskLife;
import berth.agent.reconcile.TaskStatus;
import berth.wire.acs.AcsContainer;
import berth.wire.acs.AcsTask;
import berth.wire.acs.ContainerParts.DockerConfig;
import berth.wire.acs.ContainerParts.PortMapping;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The members that AWS documents, under its names.
class TaskDocumentTest {
    private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:task/default/0123";

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private static ContainerLife life(ContainerStatus status, String id) {
        return new ContainerLife(
                status,
                id,
                null,
                status == ContainerStatus.STOPPED ? 3 : null,
                null,
                List.of(),
                "",
                status == ContainerStatus.STOPPED ? Instant.parse("2026-03-01T12:05:00Z") : null,
                status == ContainerStatus.RUNNING,
                status,
                Runs.NONE);
    }

    private static TaskDocument document(int version, String networkMode, ContainerStatus second) {
        var web = AcsContainer.of("web")
                .containerArn("arn:aws:ecs:us-east-1:000000000000:container/default/0123/c")
                .image("nginx:1")
                .cpu(64)
                .memory(128)
                .essential(true)
                .portMappings(List.of(new PortMapping(80, 0, null, "tcp", null)))
                .dockerConfig(new DockerConfig(
                        "{}", "{\"LogConfig\":{\"Type\":\"awslogs\",\"Config\":{\"awslogs-group\":\"g\"}}}", "1.25"))
                .build();
        var task = AcsTask.of(ARN)
                .family("site")
                .version("7")
                .desiredStatus("RUNNING")
                .group("service:site")
                .launchType("EC2")
                .networkMode(networkMode)
                .cpu(0.25)
                .memory(512)
                .containers(List.of(web, AcsContainer.of("job").image("busybox").build()))
                .build();
        var containers = new LinkedHashMap<String, ContainerLife>();
        containers.put("web", life(ContainerStatus.RUNNING, "aaa"));
        containers.put("job", life(second, "bbb"));
        if (networkMode.equals("awsvpc")) {
            task = task.withContainers(List.of(
                    web,
                    AcsContainer.of("job").image("busybox").build(),
                    AcsContainer.of(Holder.NAME).image("h").build()));
            containers.put(Holder.NAME, life(ContainerStatus.RUNNING, "ccc"));
        }
        var life = new TaskLife(
                task,
                false,
                containers,
                null,
                Instant.parse("2026-03-01T12:00:00Z"),
                Instant.parse("2026-03-01T12:00:01Z"),
                null,
                null,
                TaskStatus.RUNNING,
                false);
        var looks = Map.of("web", json("""
                        {'Id':'aaa','Name':'/ecs-site-7-web-01','Image':'sha256:1','Created':'2026-03-01T12:00:02Z',
                         'State':{'StartedAt':'2026-03-01T12:00:03Z','FinishedAt':'0001-01-01T00:00:00Z'},
                         'Config':{'Labels':{'com.amazonaws.ecs.container-name':'web'}},
                         'HostConfig':{'LogConfig':{'Type':'json-file','Config':{}}},
                         'Mounts':[{'Type':'volume','Name':'data','Source':'/var/lib/data','Destination':'/data'}],
                         'NetworkSettings':{'Ports':{'80/tcp':[{'HostIp':'0.0.0.0','HostPort':'32768'}],'81/tcp':null},
                          'Networks':{'berth':{'IPAddress':'172.20.0.5','IPPrefixLen':16,'Gateway':'172.20.0.1',
                           'MacAddress':'02:42:ac:14:00:05'}}}}"""), Holder.NAME, json("""
                        {'NetworkSettings':{'Networks':{'berth':{'IPAddress':'172.20.0.9','IPPrefixLen':16,
                         'Gateway':'172.20.0.1','MacAddress':'02:42:ac:14:00:09'}}}}"""));
        var health = Map.of(
                "aaa", new HealthLook(HealthLook.Status.HEALTHY, 0, 0, "fine", Instant.parse("2026-03-01T12:01:00Z")));
        return new TaskDocument(version, "default", "rack-1", life, looks, health);
    }

    @Test
    void version_4_tells_all_of_a_container() {
        assertThat(document(4, "bridge", ContainerStatus.RUNNING).container("web"))
                .isEqualTo(json("""
                {'DockerId':'aaa','Name':'web','DockerName':'ecs-site-7-web-01','Image':'nginx:1','ImageID':'sha256:1',
                 'Ports':[{'ContainerPort':80,'Protocol':'tcp','HostPort':32768,'HostIp':'0.0.0.0'}],
                 'Labels':{'com.amazonaws.ecs.container-name':'web'},'DesiredStatus':'RUNNING','KnownStatus':'RUNNING',
                 'Limits':{'CPU':64,'Memory':128},'CreatedAt':'2026-03-01T12:00:02Z',
                 'StartedAt':'2026-03-01T12:00:03Z','Type':'NORMAL',
                 'Health':{'status':'HEALTHY','statusSince':'2026-03-01T12:01:00Z','output':'fine'},
                 'Volumes':[{'DockerName':'data','Source':'/var/lib/data','Destination':'/data'}],
                 'LogDriver':'awslogs','LogOptions':{'awslogs-group':'g'},
                 'ContainerARN':'arn:aws:ecs:us-east-1:000000000000:container/default/0123/c',
                 'Networks':[{'NetworkMode':'bridge','IPv4Addresses':['172.20.0.5']}]}"""));
    }

    @Test
    void versions_2_and_3_have_less() {
        var container = document(3, "bridge", ContainerStatus.RUNNING).container("web");
        assertThat(container.propertyNames()).doesNotContain("LogDriver", "LogOptions", "ContainerARN");
        assertThat(container.at("/Ports/0").propertyNames()).containsExactly("ContainerPort", "Protocol", "HostPort");
        var task = document(2, "bridge", ContainerStatus.RUNNING).task();
        assertThat(task.propertyNames()).doesNotContain("LaunchType", "ServiceName");
    }

    @Test
    void a_task_is_as_far_as_its_last_container_and_what_is_unknown_is_left_out() {
        var task = document(4, "bridge", ContainerStatus.PULLED).task();
        var containers = task.remove("Containers");
        assertThat(task).isEqualTo(json("""
                {'Cluster':'default','TaskARN':'%s','Family':'site','Revision':'7','DesiredStatus':'RUNNING',
                 'KnownStatus':'PULLED','Limits':{'CPU':0.25,'Memory':512},'PullStartedAt':'2026-03-01T12:00:00Z',
                 'PullStoppedAt':'2026-03-01T12:00:01Z','AvailabilityZone':'rack-1','LaunchType':'EC2',
                 'ServiceName':'site'}""".formatted(ARN)));
        assertThat(containers).hasSize(2);
        assertThat(containers.get(1)).isEqualTo(json("""
                {'DockerId':'bbb','Name':'job','Image':'busybox','DesiredStatus':'RUNNING','KnownStatus':'PULLED',
                 'Limits':{'CPU':2},'Type':'NORMAL','Networks':[{'NetworkMode':'bridge','IPv4Addresses':['']}]}"""));
    }

    @Test
    void a_container_that_has_ended_says_how_and_when() {
        var job = document(4, "host", ContainerStatus.STOPPED).container("job");
        assertThat(job.path("ExitCode").intValue()).isEqualTo(3);
        assertThat(job.path("FinishedAt").stringValue()).isEqualTo("2026-03-01T12:05:00Z");
        assertThat(job.at("/Networks/0/NetworkMode").stringValue()).isEqualTo("host");
    }

    @Test
    void a_network_of_the_tasks_own_is_the_holders_and_the_holder_is_nobodys_business() {
        var document = document(4, "awsvpc", ContainerStatus.RUNNING);
        assertThat(document.task().path("Containers")).hasSize(2);
        assertThat(document.container("web").at("/Networks/0")).isEqualTo(json("""
                {'NetworkMode':'awsvpc','IPv4Addresses':['172.20.0.9'],'AttachmentIndex':0,
                 'MACAddress':'02:42:ac:14:00:09','IPv4SubnetCIDRBlock':'172.20.0.0/16',
                 'SubnetGatewayIpv4Address':'172.20.0.1/16'}"""));
        assertThat(document.container("web").at("/Ports/0"))
                .isEqualTo(json("{'ContainerPort':80,'Protocol':'tcp','HostPort':80}"));
    }

    @Test
    void a_rate_is_the_difference_of_two_readings() {
        var before = json("{'read':'2026-03-01T12:00:00Z','networks':{'eth0':{'rx_bytes':100,'tx_bytes':0}}}");
        var after = json("{'read':'2026-03-01T12:00:02Z','networks':{'eth0':{'rx_bytes':300,'tx_bytes':10}}}");
        Statistics.rate(after.asObject(), before);
        assertThat(after.path("network_rate_stats"))
                .isEqualTo(json("{'rx_bytes_per_sec':100.0,'tx_bytes_per_sec':5.0}"));
        var without = json("{'read':'2026-03-01T12:00:02Z'}");
        Statistics.rate(without.asObject(), before);
        assertThat(without.has("network_rate_stats")).isFalse();
    }
}
