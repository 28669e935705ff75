package berth.wire.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/// One operation of AWS's published model.
///
/// @param name        AWS's name, such as `RunTask`
/// @param newRequest  gives a fresh SDK builder of the request
/// @param newResponse gives a fresh SDK builder of the response
/// @param objection   the error that a request gets which breaks the model's rules
public record AwsOperation(
        String name, Supplier<SdkPojo> newRequest, Supplier<SdkPojo> newResponse, String objection) {}
