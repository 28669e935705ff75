package berth.server.plugins;

import berth.core.scheduler.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// One jar with a class loader of its own. It sees Java's classes, the core's and its own, and no library of ours:
/// it may bring another version of any.
final class PluginJar {
    /// Lets through what a plug-in may know of us.
    private static final class Core extends ClassLoader {
        private static final String PACKAGE = "berth.core.";

        Core() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) throw new ClassNotFoundException(name);
            return Class.forName(name, false, Scheduler.class.getClassLoader());
        }
    }

    private PluginJar() {}

    /// The schedulers that a jar offers. Its loader stays open as long as they are used: as long as the process.
    ///
    /// @throws PluginFault if it is no jar, offers none, or one of them can't be made
    @SuppressWarnings("resource")
    static List<Scheduler> schedulers(Path jar) {
        var found = new ArrayList<Scheduler>();
        try {
            var loader = new URLClassLoader(jar.getFileName().toString(), new URL[] {url(jar)}, new Core());
            for (var scheduler : ServiceLoader.load(Scheduler.class, loader)) found.add(scheduler);
        } catch (ServiceConfigurationError | LinkageError fault) {
            throw new PluginFault(jar + " can't be used: " + fault.getMessage(), fault);
        }
        if (found.isEmpty()) {
            throw new PluginFault(
                    jar + " offers no scheduler: it has no META-INF/services/" + Scheduler.class.getName(), null);
        }
        return found;
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
