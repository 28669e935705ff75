package berth.server.api;

import berth.core.operation.ServiceIds;
import java.math.BigInteger;
import java.util.Locale;
import java.util.function.Supplier;

/// Fresh ids for what calls to services make, in the forms of ECS's own.
///
/// @param ids gives 32 hexadecimal digits each
record ServiceIdSource(Supplier<String> ids) {
    private static final int DIGITS = 19;

    ServiceIds next() {
        return new ServiceIds(digits(), digits(), ids.get().substring(11).toUpperCase(Locale.ROOT));
    }

    private String digits() {
        var number = new BigInteger(ids.get(), 16).mod(BigInteger.TEN.pow(DIGITS));
        return String.format(Locale.ROOT, "%0" + DIGITS + "d", number);
    }
}
