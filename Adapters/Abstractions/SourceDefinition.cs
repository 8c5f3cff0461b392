namespace FederationGateway.Adapters.Abstractions;

/// <summary>A configured remote source, as the catalog holds it, with the credential already decrypted. Never logged or printed.</summary>
public sealed class SourceDefinition(string name, IReadOnlyDictionary<string, string> options, IReadOnlyDictionary<string, string> credential)
{
    public string Name { get; } = name;

    /// <summary>CONFIGURATION as keys (lower case) and values.</summary>
    public IReadOnlyDictionary<string, string> Options { get; } = options;

    /// <summary>The credential's keys: <c>user</c>, <c>password</c>.</summary>
    public IReadOnlyDictionary<string, string> Credential { get; } = credential;

    public override string ToString() => Name;
}
