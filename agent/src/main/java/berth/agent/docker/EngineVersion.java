package berth.agent.docker;

/// Who answers.
///
/// @param engine     `Docker Engine - Community`, `Podman Engine`, …; `Docker Engine` when it does not say
/// @param version    the engine's version, `20.10.24`
/// @param apiVersion the API version spoken with it, at most 1.51 and at most the engine's own: `1.41`
/// @param os         `linux`
/// @param arch       Go's name: `amd64`, `arm64`
/// @param kernel     `uname -r`
public record EngineVersion(String engine, String version, String apiVersion, String os, String arch, String kernel) {}
