package berth.server.api;

import berth.core.Refusal;
import berth.core.Role;
import berth.core.operation.DeleteRole;
import berth.core.operation.DescribeRole;
import berth.core.operation.ListRoles;
import berth.core.operation.Page;
import berth.core.operation.PutRole;
import berth.server.controller.Asker;
import berth.server.roles.PolicyReader;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Roles of tasks: `Berth.PutRole` and its kin.
final class RoleOperations {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Paging PAGING = new Paging("ListRoles");

    private final Asker asker;
    private final String account;

    /// @param account of the ARNs
    RoleOperations(Asker asker, String account) {
        this.asker = asker;
        this.account = account;
    }

    /// `{roleName, policyDocument}` → `{role}`; the document as an object or as its text.
    byte[] put(JsonNode asked) {
        var name = name(asked);
        var document = asked.path("policyDocument");
        if (!document.isObject() && !document.isString()) {
            throw Refusal.invalid("policyDocument must be a policy, as a JSON object or as its text.");
        }
        var text = document.isString() ? document.stringValue() : document.toString();
        PolicyReader.check(text);
        return role(asker.ask(new PutRole(name, text)));
    }

    /// `{roleName}` → `{role}`.
    byte[] describe(JsonNode asked) {
        return role(asker.ask(new DescribeRole(name(asked))));
    }

    /// `{roleName}` → `{role}`, as it was.
    byte[] delete(JsonNode asked) {
        return role(asker.ask(new DeleteRole(name(asked))));
    }

    /// `{maxResults, nextToken}` → `{roles, nextToken}`, by name.
    byte[] list(JsonNode asked) {
        var limit = OwnOperations.number(asked, "maxResults", Page.MAX, Page.MAX);
        var page = asker.ask(new ListRoles(PAGING.after(OwnOperations.text(asked, "nextToken")), limit));
        var answer = JSON.createObjectNode();
        var roles = answer.putArray("roles");
        page.items().forEach(role -> roles.add(shape(role)));
        var token = PAGING.token(page.next());
        if (token != null) answer.put("nextToken", token);
        return JSON.writeValueAsBytes(answer);
    }

    private byte[] role(Role role) {
        return JSON.writeValueAsBytes(JSON.createObjectNode().set("role", shape(role)));
    }

    private ObjectNode shape(Role role) {
        var json = JSON.createObjectNode()
                .put("roleName", role.name())
                .put("roleArn", "arn:aws:iam::" + account + ":role/" + role.name())
                .put("createdAt", seconds(role.createdAt()))
                .put("changedAt", seconds(role.changedAt()));
        json.set("policyDocument", JSON.readTree(role.policy()));
        return json;
    }

    private static double seconds(Instant at) {
        return at.toEpochMilli() / 1_000.0;
    }

    private static String name(JsonNode asked) {
        var name = OwnOperations.text(asked, "roleName");
        if (name == null || !Role.isName(name)) {
            throw Refusal.invalid("roleName must have 1 to 64 letters, digits and _+=,.@- (got '"
                    + (name == null ? "" : name) + "').");
        }
        return name;
    }
}
