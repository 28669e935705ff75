package berth.agent.local;

import berth.agent.docker.EngineTrouble;
import berth.agent.reconcile.NodeView;
import java.util.function.Function;
import java.util.function.Supplier;

/// Everything behind `http://169.254.170.2`. An answer about a task is for that task alone: its ids cannot be
/// guessed, and count only when they come from an address of its own.
final class TaskApi implements Function<Question, Answer> {
    private final Supplier<NodeView> view;
    private final Ids ids;
    private final Callers callers;
    private final MetadataApi metadata;
    private final CredentialsApi credentials;
    private final ProtectionApi protection;

    TaskApi(
            Supplier<NodeView> view,
            Ids ids,
            Callers callers,
            MetadataApi metadata,
            CredentialsApi credentials,
            ProtectionApi protection) {
        this.view = view;
        this.ids = ids;
        this.callers = callers;
        this.metadata = metadata;
        this.credentials = credentials;
        this.protection = protection;
    }

    @Override
    public Answer apply(Question question) {
        if (!question.method().equals("GET") && !question.segment(0).equals("api"))
            return Answer.text(405, "only GET is answered here (got " + question.method() + ")");
        try {
            return switch (question.segment(0)) {
                case "v1" -> first(question);
                case "v2" -> second(question);
                case "v3" -> owned(question, owner -> metadata.answer(3, owner.view(), owner.of(), question.from(2)));
                case "v4" -> owned(question, owner -> metadata.answer(4, owner.view(), owner.of(), question.from(2)));
                case "api" -> owned(question, owner -> agentApi(question, owner));
                default -> nothing();
            };
        } catch (EngineTrouble away) {
            return Answer.text(503, "the Docker engine does not answer now");
        } catch (IllegalStateException busy) {
            return Answer.text(503, "the agent is busy or about to end");
        }
    }

    private Answer first(Question question) {
        return question.segment(1).equals("credentials")
                ? credentials.answer(view.get(), question.query().getOrDefault("id", ""), question)
                : nothing();
    }

    private Answer second(Question question) {
        var now = view.get();
        if (question.segment(1).equals("credentials")) return credentials.answer(now, question.segment(2), question);
        var task = callers.task(now.tasks(), question.from());
        return task.map(life -> metadata.byAddress(now, life, question.segment(1), question.from(2)))
                .orElseGet(() -> Answer.text(
                        404,
                        "V2 metadata: no task of this node has the address "
                                + question.from().getHostAddress()));
    }

    private record Asked(NodeView view, Ids.Owner of) {}

    private Answer owned(Question question, Function<Asked, Answer> answer) {
        var now = view.get();
        var owner = ids.owner(question.segment(1), now.tasks());
        if (owner.isEmpty() || !callers.isOf(owner.get().task(), question.from()))
            return Answer.text(
                    404, question.segment(0).toUpperCase(java.util.Locale.ROOT) + ": no container here has that id");
        return answer.apply(new Asked(now, owner.get()));
    }

    private Answer agentApi(Question question, Asked owner) {
        return question.from(2).equals("task-protection/v1/state")
                ? protection.answer(question, owner.of().task().arn())
                : nothing();
    }

    private static Answer nothing() {
        return Answer.text(404, "404 page not found");
    }
}
