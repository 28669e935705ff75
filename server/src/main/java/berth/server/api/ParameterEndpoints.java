package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.operation.DeleteParameters;
import berth.core.operation.PutParameter;
import berth.core.operation.Question;
import berth.core.operation.TagParameter;
import berth.core.secret.Parameter;
import berth.server.controller.Asker;
import berth.server.secrets.SecretArns;
import berth.server.secrets.Vault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.ssm.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.DeleteParametersRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParametersResponse;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ssm.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.ssm.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;

/// Calls that change parameters, and their tags. Values are sealed here, before anybody else sees them.
final class ParameterEndpoints {
    private final Asker asker;
    private final SecretArns arns;
    private final Vault vault;

    ParameterEndpoints(Asker asker, SecretArns arns, Vault vault) {
        this.asker = asker;
        this.arns = arns;
        this.vault = vault;
    }

    SdkPojo put(PutParameterRequest request, Call call) {
        var name = name(request.name());
        ParameterRules.checkName(name);
        var overwrite = Boolean.TRUE.equals(request.overwrite());
        if (overwrite && !request.tags().isEmpty()) {
            throw ParameterRules.invalid(
                    "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please"
                            + " remove overwrite flag. To update tags for an existing parameter, please use"
                            + " AddTagsToResource or RemoveTagsFromResource.");
        }
        if (request.policies() != null
                && !request.policies().isBlank()
                && !request.policies().equals("[]")) {
            throw ParameterRules.invalid("Policies are not supported by this version of Berth.");
        }
        if (request.dataType() != null && !request.dataType().equals("text")) {
            throw ParameterRules.invalid("DataType must be text (got '" + request.dataType() + "').");
        }
        var before = asker.ask(Question.read(state ->
                Optional.ofNullable(state.secrets().parameters().get(name)).map(Parameter::newest)));
        var plain = request.value().getBytes(UTF_8);
        var tier = ParameterRules.tier(request.tierAsString(), before.orElse(null), plain.length);
        var pattern = request.allowedPattern() != null || before.isEmpty()
                ? request.allowedPattern()
                : before.get().allowedPattern();
        ParameterRules.checkPattern(pattern, request.value());
        var put = vault.sealParameter(
                name,
                plain,
                value -> asker.ask(new PutParameter(
                        name,
                        request.typeAsString(),
                        value,
                        request.description(),
                        request.allowedPattern(),
                        request.keyId(),
                        request.dataType(),
                        tier,
                        overwrite,
                        read(request.tags()),
                        "arn:aws:iam::" + arns.arns().identity().account() + ":user/"
                                + call.caller().accessKeyId())));
        return PutParameterResponse.builder()
                .version(put.number())
                .tier(put.tier())
                .build();
    }

    /// A parameter that is put or deleted may be named by its ARN, too.
    private String name(String given) {
        if (!given.startsWith("arn:")) return given;
        var names = arns.parameterNames(given);
        if (names.length == 0) throw ParameterRules.invalid("Invalid parameter ARN (got '" + given + "').");
        return asker.ask(
                Question.read(state -> state.secrets().parameters().containsKey(names[1]) ? names[1] : names[0]));
    }

    SdkPojo delete(DeleteParameterRequest request, Call call) {
        var name = name(request.name());
        if (asker.ask(new DeleteParameters(List.of(name))).isEmpty()) {
            throw new Refusal(Code.PARAMETER_NOT_FOUND, "Parameter " + request.name() + " not found.");
        }
        return DeleteParameterResponse.builder().build();
    }

    SdkPojo deleteAll(DeleteParametersRequest request, Call call) {
        var deleted = asker.ask(
                new DeleteParameters(request.names().stream().map(this::name).toList()));
        var unknown = new ArrayList<>(request.names());
        unknown.removeIf(given -> deleted.contains(name(given)));
        return DeleteParametersResponse.builder()
                .deletedParameters(deleted)
                .invalidParameters(unknown)
                .build();
    }

    SdkPojo tag(AddTagsToResourceRequest request, Call call) {
        asker.ask(new TagParameter(
                tagged(request.resourceType(), request.resourceId()), read(request.tags()), List.of()));
        return AddTagsToResourceResponse.builder().build();
    }

    SdkPojo untag(RemoveTagsFromResourceRequest request, Call call) {
        asker.ask(new TagParameter(tagged(request.resourceType(), request.resourceId()), Map.of(), request.tagKeys()));
        return RemoveTagsFromResourceResponse.builder().build();
    }

    SdkPojo tags(ListTagsForResourceRequest request, Call call) {
        var name = tagged(request.resourceType(), request.resourceId());
        var found = asker.ask(Question.read(
                state -> Optional.ofNullable(state.secrets().parameters().get(name))));
        if (found.isEmpty()) {
            throw new Refusal(
                    Code.INVALID_RESOURCE_ID, "The resource ID isn't valid: there is no parameter " + name + ".");
        }
        return ListTagsForResourceResponse.builder()
                .tagList(found.get().tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    private String tagged(ResourceTypeForTagging type, String id) {
        if (type != ResourceTypeForTagging.PARAMETER) {
            throw new Refusal(
                    Code.INVALID_RESOURCE_ID,
                    "The resource type isn't valid: this version of Berth has tags on type Parameter (got " + type
                            + ").");
        }
        return name(id);
    }

    private static Map<String, String> read(List<Tag> tags) {
        var all = new LinkedHashMap<String, String>();
        for (var tag : tags) all.put(tag.key(), tag.value());
        return all;
    }
}
