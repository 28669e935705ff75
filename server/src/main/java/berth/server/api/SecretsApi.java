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
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;

/// Secrets Manager, as far as tasks need it: secrets, their versions and tags.
public final class SecretsApi implements Api {
    /// What the target of each of its operations begins with.
    public static final String TARGET = "secretsmanager.";

    private final ServiceTable table;

    /// @param suffixes gives what ARNs end with, six letters and digits each
    /// @param tokens   gives ids of versions whose callers gave none, 32 to 64 characters
    public SecretsApi(Asker asker, Arns arns, Vault vault, Supplier<String> suffixes, Supplier<String> tokens) {
        var names = new SecretArns(arns);
        var changing = new SecretEndpoints(asker, names, vault, suffixes, tokens);
        var reading = new SecretReadEndpoints(asker, names, vault);
        table = new ServiceTable(
                AwsModel.secrets(),
                TARGET,
                List.of(
                        of(CreateSecretRequest.class, changing::create),
                        of(PutSecretValueRequest.class, changing::put),
                        of(UpdateSecretRequest.class, changing::update),
                        of(DeleteSecretRequest.class, changing::delete),
                        of(RestoreSecretRequest.class, changing::restore),
                        of(TagResourceRequest.class, changing::tag),
                        of(UntagResourceRequest.class, changing::untag),
                        of(GetSecretValueRequest.class, reading::value),
                        of(DescribeSecretRequest.class, reading::describe),
                        of(ListSecretVersionIdsRequest.class, reading::versions),
                        of(GetResourcePolicyRequest.class, reading::policy),
                        of(ListSecretsRequest.class, reading::list)));
    }

    private static <Q extends SdkRequest> Endpoint<Q> of(Class<Q> request, BiFunction<Q, Call, SdkPojo> method) {
        return Endpoint.of(AwsModel.secrets(), request, method);
    }

    @Override
    public byte[] answer(Caller caller, String target, byte[] body, String requestId) {
        return table.answer(caller, target, body);
    }
}
