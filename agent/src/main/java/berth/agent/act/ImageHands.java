package berth.agent.act;

import berth.agent.docker.DockerException;
import berth.agent.docker.Engine;
import berth.agent.docker.EngineErrors;
import berth.agent.docker.EngineErrors.Stage;
import berth.agent.docker.EngineTimeout;
import berth.agent.docker.EngineTrouble;
import berth.agent.docker.EngineUnreachable;
import berth.agent.docker.PullLimits;
import berth.agent.reconcile.Holder;
import berth.agent.reconcile.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings images to the engine and takes them away. Thread-safe; blocks the caller until the engine has
/// answered.
final class ImageHands {
    private static final Logger LOG = LoggerFactory.getLogger(ImageHands.class);

    private final Engine engine;

    ImageHands(Engine engine) {
        this.engine = engine;
    }

    Input.Done fetch(String image, Consumer<Input> progress) {
        try {
            var here = engine.image(image);
            if (here == null && image.equals(Holder.IMAGE)) here = HolderImage.madeOn(engine);
            if (here != null) return new Input.Fetched(image, here.digest(), false);
            var come = engine.pull(
                    image, null, PullLimits.ECS, text -> progress.accept(new Input.Progressed(image, text)));
            return new Input.Fetched(image, come.digest(), true);
        } catch (EngineUnreachable e) {
            throw e;
        } catch (EngineTrouble trouble) {
            LOG.warn("Image {}: {}", image, trouble.getMessage());
            return new Input.FetchFailed(image, EngineErrors.reason(Stage.PULL, image, trouble), passing(trouble));
        }
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
