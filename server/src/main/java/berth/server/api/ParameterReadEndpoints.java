package berth.server.api;

import berth.core.Refusal;
import berth.core.Refusal.Code;
import berth.core.operation.Question;
import berth.core.secret.Parameter;
import berth.core.secret.ParameterVersion;
import berth.core.state.ClusterState;
import berth.server.controller.Asker;
import berth.server.secrets.SecretArns;
import berth.server.secrets.Vault;
import berth.wire.aws.AwsFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterHistoryResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;

/// Calls that read parameters.
final class ParameterReadEndpoints {
    private static final int DESCRIBED = 50;
    private static final int BY_PATH = 10;

    private final Asker asker;
    private final SecretArns arns;
    private final ParameterShapes shapes;

    ParameterReadEndpoints(Asker asker, SecretArns arns, Vault vault) {
        this.asker = asker;
        this.arns = arns;
        this.shapes = new ParameterShapes(arns, vault);
    }

    /// What a name or ARN with an optional `:version` behind it means.
    private record Found(
            Parameter parameter,
            ParameterVersion version,
            @Nullable String selector) {}

    SdkPojo get(GetParameterRequest request, Call call) {
        var found = asker.ask(Question.read(state -> find(state, request.name())));
        return GetParameterResponse.builder()
                .parameter(shape(found, Boolean.TRUE.equals(request.withDecryption())))
                .build();
    }

    SdkPojo getAll(GetParametersRequest request, Call call) {
        var there = asker.ask(Question.read(state -> request.names().stream()
                .map(name -> {
                    try {
                        return Optional.of(find(state, name));
                    } catch (Refusal unknown) {
                        return Optional.<Found>empty();
                    }
                })
                .toList()));
        var found = new ArrayList<software.amazon.awssdk.services.ssm.model.Parameter>();
        var unknown = new ArrayList<String>();
        for (var i = 0; i < there.size(); i++) {
            if (there.get(i).isPresent())
                found.add(shape(there.get(i).get(), Boolean.TRUE.equals(request.withDecryption())));
            else unknown.add(request.names().get(i));
        }
        return GetParametersResponse.builder()
                .parameters(found)
                .invalidParameters(unknown)
                .build();
    }

    private software.amazon.awssdk.services.ssm.model.Parameter shape(Found found, boolean opened) {
        return shapes.parameter(found.parameter(), found.version(), found.selector(), opened);
    }

    private Found find(ClusterState state, String given) {
        var arn = given.startsWith("arn:");
        var colon = arn ? given.indexOf(':', given.indexOf(":parameter/") + 1) : given.indexOf(':');
        var name = colon < 0 ? given : given.substring(0, colon);
        var selector = colon < 0 ? null : given.substring(colon);
        var parameter = named(state, name);
        var version = selector == null ? parameter.newest() : version(parameter, selector.substring(1));
        return new Found(parameter, version, selector);
    }

    private Parameter named(ClusterState state, String given) {
        for (var name : arns.parameterNames(given)) {
            var parameter = state.secrets().parameters().get(name);
            if (parameter != null) return parameter;
        }
        throw new Refusal(Code.PARAMETER_NOT_FOUND, "Parameter " + given + " not found.");
    }

    private static ParameterVersion version(Parameter parameter, String number) {
        var version = number.matches("[0-9]{1,18}") ? parameter.version(Long.parseLong(number)) : null;
        if (version == null) {
            throw new Refusal(
                    Code.PARAMETER_VERSION_NOT_FOUND,
                    "Systems Manager could not find version " + number + " of " + parameter.name() + ". The newest is "
                            + parameter.newest().number() + "; labels are not supported by this version of Berth.");
        }
        return version;
    }

    SdkPojo byPath(GetParametersByPathRequest request, Call call) {
        var path = request.path();
        if (!path.startsWith("/")) {
            throw ParameterRules.invalid("The parameter path must begin with a slash (got '" + path + "').");
        }
        var filter = ParameterFilter.ofAll(request.parameterFilters(), false);
        var recursive = Boolean.TRUE.equals(request.recursive());
        var page = page(
                "GetParametersByPath",
                request.nextToken(),
                request.maxResults() == null ? BY_PATH : request.maxResults(),
                parameter -> parameter.under(path, recursive) && filter.test(parameter));
        return GetParametersByPathResponse.builder()
                .parameters(page.items().stream()
                        .map(parameter -> shapes.parameter(
                                parameter, parameter.newest(), null, Boolean.TRUE.equals(request.withDecryption())))
                        .toList())
                .nextToken(page.token())
                .build();
    }

    SdkPojo describe(DescribeParametersRequest request, Call call) {
        var filter =
                ParameterFilter.ofAll(request.parameterFilters(), true).and(ParameterFilter.ofOld(request.filters()));
        var page = page(
                "DescribeParameters",
                request.nextToken(),
                request.maxResults() == null ? DESCRIBED : request.maxResults(),
                filter);
        return DescribeParametersResponse.builder()
                .parameters(page.items().stream().map(shapes::metadata).toList())
                .nextToken(page.token())
                .build();
    }

    private record Part(List<Parameter> items, @Nullable String token) {}

    private Part page(String listing, @Nullable String token, int most, Predicate<Parameter> wanted) {
        var paging = new Paging(listing);
        var after = after(paging, token);
        var found = new ArrayList<>(
                asker.ask(Question.read(state -> state.secrets().parameters().tailMap(after, false).values().stream()
                        .filter(wanted)
                        .limit(most + 1L)
                        .toList())));
        if (found.size() <= most) return new Part(found, null);
        found.removeLast();
        return new Part(found, paging.token(found.getLast().name()));
    }

    private static String after(Paging paging, @Nullable String token) {
        try {
            return paging.after(token);
        } catch (Refusal broken) {
            throw new AwsFault("InvalidNextToken", "The specified token isn't valid.");
        }
    }

    SdkPojo history(GetParameterHistoryRequest request, Call call) {
        var paging = new Paging("GetParameterHistory");
        var after = after(paging, request.nextToken());
        var seen = after.isEmpty() ? 0 : Long.parseLong(after);
        var most = request.maxResults() == null ? DESCRIBED : request.maxResults();
        var parameter = asker.ask(Question.read(state -> named(state, request.name())));
        var rest = parameter.versions().stream()
                .filter(version -> version.number() > seen)
                .toList();
        var some = rest.subList(0, Math.min(most, rest.size()));
        return GetParameterHistoryResponse.builder()
                .parameters(some.stream()
                        .map(version ->
                                shapes.history(parameter, version, Boolean.TRUE.equals(request.withDecryption())))
                        .toList())
                .nextToken(
                        some.size() == rest.size()
                                ? null
                                : paging.token(String.valueOf(some.getLast().number())))
                .build();
    }
}
