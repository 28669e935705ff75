package berth.wire.acs;

import berth.wire.frame.Copies;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network interface of a task in mode `awsvpc`.
///
/// @param subnetGatewayIpv4Address in CIDR form
/// @param interfaceAssociationProtocol `default` or `vlan`
public record ElasticNetworkInterface(
        @Nullable String attachmentArn,
        @Nullable String ec2Id,
        @Nullable String macAddress,
        @Nullable String name,
        @Nullable Integer index,
        List<Address> ipv4Addresses,
        List<Address6> ipv6Addresses,
        @Nullable String subnetGatewayIpv4Address,
        @Nullable String subnetGatewayIpv6Address,
        List<String> domainName,
        List<String> domainNameServers,
        @Nullable String privateDnsName,
        @Nullable String interfaceAssociationProtocol,
        @Nullable Vlan interfaceVlanProperties) {
    public ElasticNetworkInterface {
        ipv4Addresses = Copies.of(ipv4Addresses);
        ipv6Addresses = Copies.of(ipv6Addresses);
        domainName = Copies.of(domainName);
        domainNameServers = Copies.of(domainNameServers);
    }

    public record Address(
            @Nullable Boolean primary, @Nullable String privateAddress) {}

    public record Address6(
            @Nullable Boolean primary, @Nullable String address) {}

    public record Vlan(@Nullable String vlanId, @Nullable String trunkInterfaceMacAddress) {}
}
