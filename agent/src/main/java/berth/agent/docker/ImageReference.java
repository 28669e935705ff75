package berth.agent.docker;

/// An image's name, cut where Docker's pull wants it cut. Not checked: the engine does that, and its words are
/// better.
///
/// @param repository `nginx`, `registry.example:5000/team/web`
/// @param version    tag or `sha256:…` digest
record ImageReference(String repository, String version) {
    private static final String DOCKER_HUB = "https://index.docker.io/v1/";

    /// Without tag and digest `latest` is meant: a pull without a tag would fetch all there are. With both, the
    /// digest decides.
    static ImageReference parse(String text) {
        int at = text.indexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        int colon = name.lastIndexOf(':');
        boolean tagged = colon > name.lastIndexOf('/');
        String repository = tagged ? name.substring(0, colon) : name;
        if (at >= 0) return new ImageReference(repository, text.substring(at + 1));
        return new ImageReference(repository, tagged ? name.substring(colon + 1) : "latest");
    }

    /// The registry it is at, as an engine's credentials name it: the first part, if that can be no folder's name.
    String registry() {
        var slash = repository.indexOf('/');
        var first = slash < 0 ? "" : repository.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost") ? first : DOCKER_HUB;
    }

    /// The name the image can be found by once pulled.
    String local() {
        return version.contains(":") ? repository + "@" + version : repository + ":" + version;
    }
}
