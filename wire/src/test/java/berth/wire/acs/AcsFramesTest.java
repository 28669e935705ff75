package berth.wire.acs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.wire.acs.AcsMessage.BerthProgress;
import berth.wire.acs.AcsMessage.ErrorFrame;
import berth.wire.acs.AcsMessage.HeartbeatMessage;
import berth.wire.acs.AcsMessage.PayloadMessage;
import berth.wire.acs.AcsMessage.Unknown;
import berth.wire.acs.ContainerParts.DockerConfig;
import berth.wire.acs.ContainerParts.PortMapping;
import berth.wire.frame.UnreadableFrame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcsFramesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'HeartbeatMessage','message':{'messageId':'m','healthy':true}}",
                "{'type':'HeartbeatAckRequest','message':{'messageId':'m'}}",
                "{'type':'AckRequest','message':{'cluster':'c','containerInstance':'i','messageId':'m'}}",
                "{'type':'NackRequest','message':{'cluster':'c','containerInstance':'i','messageId':'m','reason':'r'}}",
                "{'type':'TaskManifestMessage','message':{'messageId':'m','clusterArn':'c','containerInstanceArn':'i',"
                        + "'generatedAt':1763930000000,'timeline':9007199254740993,"
                        + "'tasks':[{'taskArn':'t','taskClusterArn':'c','desiredStatus':'RUNNING'}]}}",
                "{'type':'TaskStopVerificationMessage','message':{'messageId':'m',"
                        + "'stopCandidates':[{'taskArn':'t','taskClusterArn':'c','desiredStatus':'STOPPED'}]}}",
                "{'type':'TaskStopVerificationAck','message':{'messageId':'m','generatedAt':1,'stopTasks':[{'taskArn':'t'}]}}",
                "{'type':'IAMRoleCredentialsMessage','message':{'messageId':'m','taskArn':'t','taskClusterArn':'c',"
                        + "'roleType':'TaskApplication','roleCredentials':{'credentialsId':'i','accessKeyId':'a',"
                        + "'secretAccessKey':'s','sessionToken':'k','expiration':'2026-01-01T00:00:00Z','roleArn':'r'}}}",
                "{'type':'IAMRoleCredentialsAckRequest','message':{'messageId':'m','credentialsId':'i','expiration':'e'}}",
                "{'type':'AttachTaskNetworkInterfacesMessage','message':{'messageId':'m','clusterArn':'c',"
                        + "'containerInstanceArn':'i','taskArn':'t','waitTimeoutMs':300000,'elasticNetworkInterfaces':"
                        + "[{'ec2Id':'e','macAddress':'02:00','ipv4Addresses':[{'primary':true,"
                        + "'privateAddress':'10.0.0.9'}],'subnetGatewayIpv4Address':'10.0.0.1/24'}]}}",
                "{'type':'ConfirmAttachmentMessage','message':{'messageId':'m','attachment':{'attachmentArn':'a',"
                        + "'attachmentType':'amazonebs','attachmentProperties':[{'name':'n','value':'v'}]}}}",
                "{'type':'StageUpdateMessage','message':{'messageId':'m','updateInfo':{'location':'l','signature':'s'}}}",
                "{'type':'PerformUpdateMessage','message':{'messageId':'m'}}",
                "{'type':'CloseMessage','message':{'message':'bye'}}",
                "{'type':'ErrorMessage','message':{'message':'oh'}}",
                "{'type':'BerthStreamLogs','message':{'messageId':'m','streamId':'s','taskArn':'t','containerName':'c',"
                        + "'follow':true,'tail':-1,'timestamps':false}}",
                "{'type':'BerthExec','message':{'messageId':'m','sessionId':'s','taskArn':'t','containerName':'c',"
                        + "'command':['sh','-c','a b'],'environment':{'TERM':'xterm'},'terminal':true,'input':false,"
                        + "'rows':24,'columns':80}}",
                "{'type':'BerthProgress','message':{'taskArn':'t','containerName':'c','text':'Pulling 3 of 9 MB'}}",
                "{'InactiveInstanceException':'gone'}",
                "{'type':'PayloadMessage','message':{'messageId':'m','clusterArn':'c','containerInstanceArn':'i','seqNum':2,"
                        + "'generatedAt':3,'tasks':[{'arn':'arn:aws:ecs:r:1:task/c/x','family':'web','version':'7',"
                        + "'desiredStatus':'RUNNING','networkMode':'bridge','cpu':0.25,'memory':128,'containers':[{"
                        + "'name':'web','image':'busybox','command':['sleep','9'],'entryPoint':['sh'],"
                        + "'environment':{'B':'2','A':'1'},'cpu':10,'memory':64,'essential':true,'links':['db:d'],"
                        + "'portMappings':[{'containerPort':80,'hostPort':0,'protocol':'tcp'}],"
                        + "'mountPoints':[{'sourceVolume':'v','containerPath':'/v','readOnly':false}],"
                        + "'volumesFrom':[{'sourceContainer':'db','readOnly':true}],"
                        + "'dependsOn':[{'containerName':'db','condition':'START'}],'startTimeout':3,'stopTimeout':4,"
                        + "'healthCheckType':'docker','restartPolicy':{'enabled':true,'ignoredExitCodes':[0],"
                        + "'restartAttemptPeriod':60},'dockerConfig':{'config':'{}','hostConfig':'{}','version':'1.41'}}],"
                        + "'volumes':[{'name':'v','type':'host','host':{'sourcePath':'/srv'}},{'name':'d','type':'docker',"
                        + "'dockerVolumeConfiguration':{'scope':'shared','autoprovision':true,'driver':'local',"
                        + "'driverOpts':{'o':'p'},'labels':{'l':'m'}}},{'name':'e','type':'efs','efsVolumeConfiguration':"
                        + "{'fileSystemId':'f','rootDirectory':'/','transitEncryption':'ENABLED',"
                        + "'transitEncryptionPort':2049,'authorizationConfig':{'accessPointId':'a','iam':'ENABLED'}}}]}]}}"
            })
    void what_is_read_is_written_back_the_same(String quoted) {
        var frame = quoted.replace('\'', '"');
        assertThat(AcsFrames.write(AcsFrames.read(frame))).isEqualTo(frame);
    }

    @Test
    void environment_is_an_object_and_the_docker_config_two_strings() {
        var container = AcsContainer.of("web")
                .image("busybox")
                .environment(Map.of("A", "1"))
                .portMappings(List.of(new PortMapping(80, 8080, null, "udp", null)))
                .dockerConfig(new DockerConfig("{\"User\":\"9\"}", null, null))
                .build();
        var task = AcsTask.of("arn:aws:ecs:r:1:task/c/x")
                .containers(List.of(container))
                .build();
        var frame = AcsFrames.write(new PayloadMessage("m", "c", "i", 1, 2, List.of(task)));
        assertThat(frame)
                .contains("\"environment\":{\"A\":\"1\"}")
                .contains("\"dockerConfig\":{\"config\":\"{\\\"User\\\":\\\"9\\\"}\"}")
                .doesNotContain("null")
                .doesNotContain("unread")
                .doesNotContain("\"command\"");
        assertThat(AcsFrames.read(frame))
                .isEqualTo(new PayloadMessage("m", "c", "i", 1L, null, 2L, List.of(task), List.of()));
    }

    @Test
    void keys_match_whatever_their_case_and_unknown_fields_are_ignored() {
        var read =
                AcsFrames.read("{\"Type\":\"HeartbeatMessage\",\"MESSAGE\":{\"MessageID\":\"m\",\"new\":{\"x\":[1]}}}");
        assertThat(read).isEqualTo(new HeartbeatMessage("m", null));
    }

    @Test
    void an_unknown_type_is_a_message_of_its_own() {
        assertThat(AcsFrames.read("{\"type\":\"Tomorrow\",\"message\":{\"a\":1}}"))
                .isEqualTo(new Unknown("Tomorrow"));
    }

    @Test
    void an_exception_is_understood_framed_and_bare() {
        var expected = new ErrorFrame("InvalidClusterException", "no such");
        assertThat(AcsFrames.read("{\"InvalidClusterException\":\"no such\"}")).isEqualTo(expected);
        assertThat(AcsFrames.read("{\"type\":\"InvalidClusterException\",\"message\":{\"message\":\"no such\"}}"))
                .isEqualTo(expected);
    }

    @Test
    void one_bad_task_costs_only_itself() {
        var payload = (PayloadMessage)
                AcsFrames.read("{\"type\":\"PayloadMessage\",\"message\":{\"messageId\":\"m\",\"tasks\":["
                        + "{\"arn\":\"bad\",\"containers\":7},{\"arn\":\"good\",\"containers\":[]}]}}");
        assertThat(payload.tasks()).extracting(AcsTask::arn).containsExactly("good");
        assertThat(payload.unread()).singleElement().satisfies(task -> {
            assertThat(task.arn()).isEqualTo("bad");
            assertThat(task.reason()).contains("AcsTask");
        });
    }

    @Test
    void what_is_no_frame_says_so() {
        assertThatThrownBy(() -> AcsFrames.read("hello")).isInstanceOf(UnreadableFrame.class);
        assertThatThrownBy(() -> AcsFrames.read("[]")).isInstanceOf(UnreadableFrame.class);
        assertThatThrownBy(() -> AcsFrames.read("{\"a\":1}")).hasMessageContaining("no type");
        assertThat(AcsFrames.write(new BerthProgress("t", null, "x"))).doesNotContain("containerName");
    }
}
