package berth.cli.ecs;

import berth.cli.CliError;
import berth.cli.control.Target;
import berth.cli.json.Doc;
import berth.cli.json.Unreadable;
import berth.wire.aws.AwsFault;
import berth.wire.http.EcsClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One control plane's API.
public final class Ecs {
    private static final String TARGET = "AmazonEC2ContainerServiceV20141113.";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration READ = Duration.ofSeconds(60);
    private static final int BATCH = 100;
    private static final int MOST_PAGES = 1000;

    private final Target target;
    private final EcsClient client;

    public Ecs(Target target, InstantSource clock) {
        this.target = target;
        this.client = new EcsClient(target.endpoint(), target.credentials(), target.region(), CONNECT, READ, clock);
    }

    public Target target() {
        return target;
    }

    /// Calls an ECS operation.
    ///
    /// @throws CliError with AWS's words when it is refused, or saying that nobody answers
    public Doc call(String operation, Doc request) {
        return raw(TARGET + operation, operation, request);
    }

    /// Calls one of our own operations, such as `CreateNodeKey`.
    public Doc own(String operation, Doc request) {
        return raw("Berth." + operation, operation, request);
    }

    /// Calls an operation of CloudWatch Logs, which answers at the same place.
    public Doc logs(String operation, Doc request) {
        return raw(client.of("logs"), "Logs_20140328." + operation, operation, request);
    }

    private Doc raw(String wholeTarget, String operation, Doc request) {
        return raw(client, wholeTarget, operation, request);
    }

    private Doc raw(EcsClient by, String wholeTarget, String operation, Doc request) {
        try {
            var answer = by.callRaw(wholeTarget, request.bytes());
            return answer.length == 0 ? Doc.EMPTY : Doc.parse(answer);
        } catch (AwsFault refused) {
            throw new Refused(operation, refused.type(), refused.getMessage(), target);
        } catch (UncheckedIOException trouble) {
            throw Trouble.unreachable(target, trouble.getCause());
        } catch (Unreadable broken) {
            throw new CliError(operation + ": what " + target.endpoint() + " answered is no JSON ("
                    + broken.getMessage() + "); is it a Berth control plane?");
        }
    }

    /// All items of a list operation, page by page.
    public List<String> list(String operation, String member, Doc request) {
        var all = new ArrayList<String>();
        @Nullable String token = null;
        for (var page = 0; page < MOST_PAGES; page++) {
            var members = new LinkedHashMap<String, @Nullable Object>(request.members());
            if (token != null) {
                members.put("nextToken", token);
            }
            var answer = call(operation, new Doc(members));
            all.addAll(answer.texts(member));
            token = answer.text("nextToken");
            if (token == null) {
                return all;
            }
        }
        throw new CliError(operation + " has more than " + MOST_PAGES + " pages; narrow it down");
    }

    /// Describes `arns` in batches; those that are gone meanwhile are left out.
    ///
    /// @param argument the request's member that takes them, `tasks` or `containerInstances`
    public List<Doc> describe(String operation, String argument, String cluster, Collection<String> arns) {
        var all = new ArrayList<Doc>();
        var left = List.copyOf(arns);
        while (!left.isEmpty()) {
            var batch = left.subList(0, Math.min(BATCH, left.size()));
            all.addAll(call(operation, Doc.with("cluster", cluster, argument, batch))
                    .docs(argument));
            left = left.subList(batch.size(), left.size());
        }
        return all;
    }

    /// ARNs of the cluster's tasks that are to run, and of the stopped ones too if wanted.
    public List<String> taskArns(String cluster, boolean stoppedToo) {
        var arns = list("ListTasks", "taskArns", Doc.with("cluster", cluster));
        if (stoppedToo) {
            arns.addAll(list("ListTasks", "taskArns", Doc.with("cluster", cluster, "desiredStatus", "STOPPED")));
        }
        return arns;
    }
}
