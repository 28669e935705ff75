package berth.server.api;

import berth.core.Refusal;
import berth.server.controller.Asker;
import berth.server.http.Caller;
import berth.wire.aws.AwsFault;
import berth.wire.aws.AwsModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;

/// The operations of one of AWS's services that the control plane answers.
final class ServiceTable {
    private final AwsModel model;
    private final String prefix;
    private final Map<String, Endpoint<?>> endpoints = new HashMap<>();

    /// @param prefix what the target of each begins with
    ServiceTable(AwsModel model, String prefix, List<? extends Endpoint<? extends SdkRequest>> endpoints) {
        this.model = model;
        this.prefix = prefix;
        for (var endpoint : endpoints) this.endpoints.put(endpoint.operation(), endpoint);
    }

    /// @throws AwsFault whatever stands in the way, in AWS's words
    byte[] answer(Caller caller, String target, byte[] body) {
        var operation = target.startsWith(prefix) ? target.substring(prefix.length()) : "";
        var endpoint = endpoints.get(operation);
        if (endpoint == null) {
            throw model.operation(operation) == null
                    ? new AwsFault("UnknownOperationException", "There is no operation '" + target + "'.")
                    : new AwsFault(
                            "InvalidOperationException", operation + " is not supported by this version of Berth.");
        }
        try {
            return endpoint.answer(new Call(caller, body));
        } catch (Refusal refusal) {
            throw Faults.of(refusal);
        } catch (Asker.Overloaded busy) {
            throw Faults.of(busy);
        } catch (Asker.Stopped stopped) {
            throw Faults.of(stopped);
        }
    }
}
