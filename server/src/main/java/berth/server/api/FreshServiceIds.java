package berth.server.api;

import berth.core.operation.ServiceIds;
import java.math.BigInteger;
import java.util.Locale;
import java.util.function.Supplier;

/// Draws ids for what a call to a service may make, as long as ECS's own are.
///
/// @param ids gives fresh ids, 32 hexadecimal digits each
record FreshServiceIds(Supplier<String> ids) implements Supplier<ServiceIds> {
    @Override
    public ServiceIds get() {
        return new ServiceIds(digits(), digits(), ids.get().substring(11).toUpperCase(Locale.ROOT));
    }

    private String digits() {
        var number = new BigInteger(ids.get(), 16).mod(BigInteger.TEN.pow(19));
        return String.format(Locale.ROOT, "%019d", number);
    }
}
