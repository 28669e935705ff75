package berth.agent.reconcile;

import berth.wire.acs.RoleCredentials;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A ledger on a disk that forgets a tail of what was not synced.
final class ForgetfulLedger implements Ledger {
    private final List<Runnable> unsynced = new ArrayList<>();
    private final Map<String, TaskLife> lasting = new LinkedHashMap<>();
    private final Map<String, ImageUse> images = new LinkedHashMap<>();
    private final Map<String, RoleCredentials> credentials = new LinkedHashMap<>();
    private long number = -1;

    @Override
    public Contents contents() {
        return new Contents(
                List.copyOf(lasting.values()), number, List.copyOf(images.values()), Map.copyOf(credentials));
    }

    @Override
    public void put(TaskLife life) {
        unsynced.add(() -> lasting.put(life.arn(), life));
    }

    @Override
    public void remove(String taskArn) {
        unsynced.add(() -> lasting.remove(taskArn));
    }

    @Override
    public void image(ImageUse use) {
        unsynced.add(() -> images.put(use.image(), use));
    }

    @Override
    public void imageGone(String image) {
        unsynced.add(() -> images.remove(image));
    }

    @Override
    public void credentials(String taskArn, RoleCredentials fresh) {
        unsynced.add(() -> credentials.put(taskArn, fresh));
    }

    @Override
    public void credentialsGone(String taskArn) {
        unsynced.add(() -> credentials.remove(taskArn));
    }

    @Override
    public void number(long highest) {
        unsynced.add(() -> number = highest);
    }

    @Override
    public void sync() {
        unsynced.forEach(Runnable::run);
        unsynced.clear();
    }

    void lose(Random chance) {
        unsynced.subList(0, chance.nextInt(unsynced.size() + 1)).forEach(Runnable::run);
        unsynced.clear();
    }
}
