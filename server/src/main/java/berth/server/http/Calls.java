package berth.server.http;

import berth.wire.aws.AwsFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;

/// `POST /`: calls of AWS's protocols, and our own operations beside them.
final class Calls implements Exchange.Route {
    static final String ECS_PREFIX = "AmazonEC2ContainerServiceV20141113.";
    static final String BERTH_PREFIX = "Berth.";
    static final String SCALING_PREFIX = "AnyScaleFrontendService.";
    static final String LOGS_PREFIX = "Logs_20140328.";

    private final Bodies bodies;
    private final Signatures signatures;
    private final Callees callees;
    private final HttpMetrics metrics;

    Calls(Bodies bodies, Signatures signatures, Callees callees, HttpMetrics metrics) {
        this.bodies = bodies;
        this.signatures = signatures;
        this.callees = callees;
        this.metrics = metrics;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        var timed = metrics.begin();
        // Errors must be in the protocol the client speaks, also before we know whether it may.
        var query = exchange.header("Authorization").contains("/sts/aws4_request");
        try (var held = bodies.read(exchange.request())) {
            var body = held.bytes();
            var caller = signatures.verify(exchange.request(), body);
            switch (caller.service()) {
                case "ecs" -> {
                    var target = target(exchange, ECS_PREFIX, BERTH_PREFIX);
                    timed.operation(operationOf(target));
                    require(caller, action(target), body, () -> Permissions.requireCall(caller, target));
                    var streamed = callees.ecs().stream(caller, target, body);
                    if (streamed != null) {
                        exchange.stream(Exchange.AWS_JSON, streamed);
                        timed.end("ok");
                        return;
                    }
                    var answer = callees.ecs().answer(caller, target, body, exchange.requestId());
                    timed.end("ok");
                    exchange.answer(200, Exchange.AWS_JSON, answer);
                }
                case "application-autoscaling" -> {
                    var target = target(exchange, SCALING_PREFIX);
                    timed.operation("scaling:" + target.substring(SCALING_PREFIX.length()));
                    var action = "application-autoscaling:" + target.substring(SCALING_PREFIX.length());
                    require(caller, action, body, () -> Permissions.requireOperator(caller, action));
                    var answer = callees.scaling().answer(caller, target, body, exchange.requestId());
                    timed.end("ok");
                    exchange.answer(200, Exchange.AWS_JSON, answer);
                }
                case "logs" -> {
                    var target = target(exchange, LOGS_PREFIX);
                    var operation = target.substring(LOGS_PREFIX.length());
                    timed.operation("logs:" + operation);
                    require(caller, "logs:" + operation, body, () -> Permissions.requireLogs(caller, operation));
                    var answer = callees.kept().answer(caller, target, body, exchange.requestId());
                    timed.end("ok");
                    exchange.answer(200, Exchange.AWS_JSON, answer);
                }
                case "sts" -> {
                    var form = Form.of(new String(body, StandardCharsets.UTF_8));
                    timed.operation("sts:" + form.getOrDefault("Action", ""));
                    // Whoever has a key may ask whose it is, as in AWS; there is nothing else to ask.
                    require(caller, "sts:" + form.getOrDefault("Action", ""), body, () -> {});
                    var answer = callees.sts().answer(caller, form, exchange.requestId());
                    timed.end("ok");
                    exchange.answer(200, Xml.CONTENT_TYPE, answer);
                }
                default -> {
                    var service = other(caller.service());
                    var target = target(exchange, service.prefix());
                    var operation = caller.service() + ":"
                            + target.substring(service.prefix().length());
                    timed.operation(operation);
                    require(caller, operation, body, () -> Permissions.requireOperator(caller, operation));
                    var answer = service.api().answer(caller, target, body, exchange.requestId());
                    timed.end("ok");
                    exchange.answer(200, Exchange.AWS_JSON, answer);
                }
            }
        } catch (RuntimeException e) {
            var fault = Faults.of(e, exchange.requestId());
            timed.end(fault.type());
            if (query) {
                exchange.answer(
                        Xml.statusOf(fault), Xml.CONTENT_TYPE, Xml.error(Sts.NAMESPACE, fault, exchange.requestId()));
            } else {
                exchange.fault(fault);
            }
        } catch (Throwable t) {
            timed.end("broken");
            throw t;
        }
    }

    private Callees.Service other(String name) {
        var service = callees.others().get(name);
        if (service == null) {
            throw new AwsFault(
                    "UnknownOperationException",
                    "The request is signed for service '" + name
                            + "'; the services here are 'ecs', 'application-autoscaling', 'logs', 'sts', '"
                            + String.join("', '", new TreeSet<>(callees.others().keySet())) + "'.");
        }
        return service;
    }

    private void require(Caller caller, String action, byte[] body, Runnable unlessTask) {
        var session = caller.session();
        if (session == null) unlessTask.run();
        else callees.access().require(session, action, body);
    }

    /// `ecs:StopTask`, `berth:PutRole`.
    private static String action(String target) {
        var service = target.startsWith(ECS_PREFIX) ? "ecs:" : "berth:";
        return service + target.substring(target.indexOf('.') + 1);
    }

    private static String operationOf(String target) {
        return target.startsWith(ECS_PREFIX) ? target.substring(ECS_PREFIX.length()) : target;
    }

    private static String target(Exchange exchange, String... prefixes) {
        var targets = exchange.request().getHeaders().getValuesList("X-Amz-Target");
        if (targets.size() != 1) {
            throw new AwsFault(
                    "UnknownOperationException",
                    "X-Amz-Target must name one operation, one that begins with " + prefixes[0] + " (got "
                            + targets.size() + " such headers).",
                    Map.of());
        }
        var target = targets.getFirst().strip();
        for (var prefix : prefixes) if (target.startsWith(prefix)) return target;
        throw new AwsFault(
                "UnknownOperationException",
                "X-Amz-Target must begin with '" + String.join("' or '", prefixes) + "' (got '" + target + "').");
    }
}
