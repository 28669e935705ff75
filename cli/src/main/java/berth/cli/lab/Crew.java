package berth.cli.lab;

import berth.cli.CliError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/// Does the same to several nodes at once.
public final class Crew {
    private Crew() {}

    /// Returns when all are done.
    ///
    /// @throws CliError the first of what went wrong
    static <T> void each(Collection<T> all, Consumer<T> deed) {
        var _ = of(all, one -> {
            deed.accept(one);
            return true;
        });
    }

    /// What each comes to, in order.
    ///
    /// @throws CliError the first of what went wrong
    public static <T, R> List<R> of(Collection<T> all, Function<T, R> deed) {
        try (var crew = Executors.newVirtualThreadPerTaskExecutor()) {
            var works =
                    all.stream().map(one -> (Callable<R>) () -> deed.apply(one)).toList();
            var results = new ArrayList<R>();
            for (var work : crew.invokeAll(works)) {
                results.add(work.get());
            }
            return results;
        } catch (ExecutionException wrong) {
            if (wrong.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(wrong.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CliError("Interrupted");
        }
    }
}
