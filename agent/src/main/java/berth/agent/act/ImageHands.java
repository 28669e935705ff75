package berth.agent.act;

import berth.agent.docker.DockerException;
import berth.agent.docker.Engine;
import berth.agent.docker.EngineErrors;
import berth.agent.docker.EngineErrors.Stage;
import berth.agent.docker.EngineTimeout;
import berth.agent.docker.EngineTrouble;
import berth.agent.docker.EngineUnreachable;
import berth.agent.docker.ImageLook;
import berth.agent.docker.PullLimits;
import berth.agent.docker.RegistryLogin;
import berth.agent.reconcile.Action;
import berth.agent.reconcile.Holder;
import berth.agent.reconcile.Input;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings images to the engine and takes them away. Thread-safe; blocks the caller until the engine has
/// answered.
final class ImageHands {
    private static final Logger LOG = LoggerFactory.getLogger(ImageHands.class);

    private final Engine engine;
    private final SecretSource secrets;
    private final PullBehaviour behaviour;

    /// What images set that were fetched lately: a create follows each fetch.
    private final Map<String, List<String>> environments = Collections.synchronizedMap(new Recent());

    private static final class Recent extends LinkedHashMap<String, List<String>> {
        private static final long serialVersionUID = 1L;
        private static final int MOST = 500;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
            return size() > MOST;
        }
    }

    ImageHands(Engine engine, SecretSource secrets, PullBehaviour behaviour) {
        this.engine = engine;
        this.secrets = secrets;
        this.behaviour = behaviour;
    }

    /// Variables that an image sets, as `NAME=VALUE`; none if it is not here.
    List<String> environment(@Nullable String image) {
        if (image == null || image.equals(Holder.IMAGE)) return List.of();
        var known = environments.get(image);
        if (known != null) return known;
        var look = engine.image(image);
        return look == null ? List.of() : noted(image, look);
    }

    private List<String> noted(String image, ImageLook look) {
        environments.put(image, look.environment());
        return look.environment();
    }

    Input.Done fetch(Action.Fetch fetch, Consumer<Input> progress) {
        var image = fetch.image();
        ImageLook here = null;
        try {
            here = engine.image(image);
            if (image.equals(Holder.IMAGE) && here == null) here = HolderImage.madeOn(engine);
            if (here != null) noted(image, here);
            if (here != null && does(fetch)) return new Input.Fetched(image, here.digest(), false);
            RegistryLogin login = null;
            if (fetch.login() != null) {
                switch (secrets.of(fetch.login().taskArn(), fetch.login().container(), image)) {
                    case SecretSource.Answer.Given given -> login = given.login();
                    case SecretSource.Answer.Denied(var reason) -> {
                        return new Input.FetchFailed(image, reason, false);
                    }
                    case SecretSource.Answer.Later(var why) -> {
                        LOG.info("Image {} waits for its registry's credentials: {}", image, why);
                        return new Input.FetchLater(image, "waiting for its registry's credentials");
                    }
                }
            }
            var come = engine.pull(
                    image, login, PullLimits.ECS, text -> progress.accept(new Input.Progressed(image, text)));
            noted(image, come);
            return new Input.Fetched(image, come.digest(), here == null);
        } catch (EngineUnreachable e) {
            throw e;
        } catch (EngineTrouble trouble) {
            LOG.warn("Image {}: {}", image, trouble.getMessage());
            if (here != null && behaviour == PullBehaviour.DEFAULT) {
                return new Input.Fetched(image, here.digest(), false);
            }
            return new Input.FetchFailed(image, EngineErrors.reason(Stage.PULL, image, trouble), passing(trouble));
        }
    }

    /// Whether the image that is here does. What is named by its digest is the same everywhere.
    private boolean does(Action.Fetch fetch) {
        if (fetch.image().contains("@") || fetch.image().equals(Holder.IMAGE)) return true;
        return switch (behaviour) {
            case PREFER_CACHED -> true;
            case ONCE -> fetch.before();
            case DEFAULT, ALWAYS -> false;
        };
    }

    /// Whether another try may end otherwise: not for an image that is not there or may not be had.
    private static boolean passing(EngineTrouble trouble) {
        if (!(trouble instanceof DockerException refused)) return trouble instanceof EngineTimeout;
        var reason = refused.reason();
        return refused.status() != 400
                && refused.status() != 404
                && !reason.contains("unauthorized")
                && !reason.contains("no basic auth credentials")
                && !reason.contains("denied")
                && !reason.contains("no space left on device")
                && !reason.contains("manifest unknown");
    }

    /// Those that something uses stay.
    Input.Done remove(List<String> images) {
        var gone = new ArrayList<String>();
        for (var image : images) {
            try {
                engine.removeImage(image);
                gone.add(image);
                LOG.info("Image {} was used by no task and is removed", image);
            } catch (DockerException refused) {
                LOG.info("{}", refused.getMessage());
            }
        }
        return new Input.ImagesRemoved(gone);
    }
}
