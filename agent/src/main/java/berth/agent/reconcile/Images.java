package berth.agent.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The images that the agent has pulled, and which of them are to go.
///
/// Nothing is fetched that is being removed, so that no container finds its image gone between the two.
final class Images {
    /// A use is written down again only after this long: the order of uses within it hardly matters.
    private static final Duration COARSE = Duration.ofMinutes(1);

    private final ImageCare care;
    private final Ledger ledger;
    private final Map<String, ImageUse> pulled = new LinkedHashMap<>();
    private final Set<String> removing = new LinkedHashSet<>();
    private final Set<String> madeRoomFor = new LinkedHashSet<>();
    private @Nullable Instant due;
    private boolean urgent;

    Images(ImageCare care, Ledger ledger, List<ImageUse> known) {
        this.care = care;
        this.ledger = ledger;
        for (var use : known) pulled.put(use.image(), use);
    }

    /// @param isNew the engine did not have it
    void fetched(String image, boolean isNew, Instant now) {
        madeRoomFor.remove(image);
        if (isNew) put(new ImageUse(image, now, now));
        else used(image, now);
    }

    void used(String image, Instant now) {
        var use = pulled.get(image);
        if (use != null && !now.isBefore(use.usedAt().plus(COARSE))) put(use.used(now));
    }

    private void put(ImageUse use) {
        pulled.put(use.image(), use);
        ledger.image(use);
    }

    /// Whether the agent has pulled it and it is there still, unless somebody else has taken it away.
    boolean pulled(String image) {
        return pulled.containsKey(image);
    }

    /// Whether a fetch has to wait for a removal that is under way.
    boolean blocks(String image) {
        return removing.contains(image) || (urgent && !removing.isEmpty());
    }

    /// The disk was full when this image was pulled: a round is taken at once, whatever the images' age.
    ///
    /// @return false: that was tried for this image, or there is nothing to remove; it is of no use to pull
    /// again
    boolean makeRoom(String image) {
        if (care.every().isZero() || pulled.isEmpty() || !madeRoomFor.add(image)) return false;
        urgent = true;
        return true;
    }

    void clockSet(Duration by) {
        if (due != null) due = due.plus(by);
    }

    /// What is to be removed now; nothing while a removal is under way.
    List<String> round(Supplier<Set<String>> inUse, Instant now) {
        if (care.every().isZero() || !removing.isEmpty()) return List.of();
        if (due == null) due = now.plus(care.every());
        if (!urgent && now.isBefore(due)) return List.of();
        due = now.plus(care.every());
        var used = inUse.get();
        var gone = pulled.values().stream()
                .filter(use -> !used.contains(use.image()))
                .filter(use -> urgent || !now.isBefore(use.pulledAt().plus(care.minimumAge())))
                .sorted(Comparator.comparing(ImageUse::usedAt))
                .limit(care.mostARound())
                .map(ImageUse::image)
                .toList();
        removing.addAll(gone);
        if (gone.isEmpty()) urgent = false;
        return gone;
    }

    /// The round has ended.
    ///
    /// @param gone what the engine no longer has; the others are in use by somebody, and tried last next time
    void removed(Collection<String> gone, Instant now) {
        for (var image : gone) {
            pulled.remove(image);
            ledger.imageGone(image);
        }
        for (var image : removing) used(image, now);
        removing.clear();
        urgent = false;
    }

    /// Null: nothing is due before something is pulled.
    @Nullable
    Instant wakeAt() {
        return care.every().isZero() || pulled.isEmpty() || !removing.isEmpty() ? null : due;
    }
}
