package berth.server.api;

import berth.core.Refusal;
import berth.server.exec.ExecTickets;
import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;
import software.amazon.awssdk.services.ecs.model.Session;

/// ExecuteCommand: a ticket for a session, which begins when its client comes.
final class ExecuteCommandEndpoint {
    private final ExecTickets tickets;
    private final Supplier<URI> endpoint;

    /// @param endpoint where this control plane is reached
    ExecuteCommandEndpoint(ExecTickets tickets, Supplier<URI> endpoint) {
        this.tickets = tickets;
        this.endpoint = endpoint;
    }

    SdkPojo execute(ExecuteCommandRequest request, Call call) {
        if (!Boolean.TRUE.equals(request.interactive())) {
            throw Refusal.invalid("Interactive is the only mode supported currently.");
        }
        var ticket = tickets.ticket(
                call.caller(), request.cluster(), request.task(), request.container(), request.command());
        var target = ticket.target();
        return ExecuteCommandResponse.builder()
                .clusterArn(target.clusterArn())
                .containerArn(target.containerArn())
                .containerName(target.container())
                .interactive(true)
                .session(Session.builder()
                        .sessionId(ticket.sessionId())
                        .streamUrl(streamUrl(ticket.sessionId()))
                        .tokenValue(ticket.token())
                        .build())
                .taskArn(target.taskArn())
                .build();
    }

    /// The scheme is ours: the plugin takes `ws` as well as `wss`.
    private String streamUrl(String session) {
        var at = endpoint.get().toString().replaceFirst("^http", "ws").replaceFirst("/+$", "");
        return at + "/v1/data-channel/" + session + "?role=publish_subscribe";
    }
}
