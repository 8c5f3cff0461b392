using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>A configured remote source. The credential is not here: it is decrypted from the store when a connection is made.</summary>
/// <param name="Options">CONFIGURATION as keys and values.</param>
/// <param name="Properties">SET PROPERTY: capability overrides (<c>CAP_…</c>) and behaviour.</param>
/// <param name="Revision">Changes with every ALTER, so that live connections made from an older definition are let go.</param>
public sealed record RemoteSourceEntry(
    long Oid,
    string Name,
    string Adapter,
    EquatableArray<KeyValuePair<string, string>> Options,
    EquatableArray<KeyValuePair<string, string>> Properties,
    long Revision,
    bool HasCredential,
    string Owner = "admin");
