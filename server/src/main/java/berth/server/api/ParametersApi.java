package berth.server.api;

import berth.core.Arns;
import berth.server.controller.Asker;
import berth.server.http.Api;
import berth.server.http.Caller;
import berth.server.secrets.SecretArns;
import berth.server.secrets.Vault;
import berth.wire.aws.AwsModel;
import java.util.List;
import java.util.function.BiFunction;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;

/// Systems Manager's Parameter Store: parameters, their versions and tags.
public final class ParametersApi implements Api {
    /// What the target of each of its operations begins with.
    public static final String TARGET = "AmazonSSM.";

    private final ServiceTable table;

    public ParametersApi(Asker asker, Arns arns, Vault vault) {
        var names = new SecretArns(arns);
        var changing = new ParameterEndpoints(asker, names, vault);
        var reading = new ParameterReadEndpoints(asker, names, vault);
        table = new ServiceTable(
                AwsModel.parameters(),
                TARGET,
                List.of(
                        of(PutParameterRequest.class, changing::put),
                        of(DeleteParameterRequest.class, changing::delete),
                        of(DeleteParametersRequest.class, changing::deleteAll),
                        of(AddTagsToResourceRequest.class, changing::tag),
                        of(RemoveTagsFromResourceRequest.class, changing::untag),
                        of(ListTagsForResourceRequest.class, changing::tags),
                        of(GetParameterRequest.class, reading::get),
                        of(GetParametersRequest.class, reading::getAll),
                        of(GetParametersByPathRequest.class, reading::byPath),
                        of(GetParameterHistoryRequest.class, reading::history),
                        of(DescribeParametersRequest.class, reading::describe)));
    }

    private static <Q extends SdkRequest> Endpoint<Q> of(Class<Q> request, BiFunction<Q, Call, SdkPojo> method) {
        return Endpoint.of(AwsModel.parameters(), request, method);
    }

    @Override
    public byte[] answer(Caller caller, String target, byte[] body, String requestId) {
        return table.answer(caller, target, body);
    }
}
