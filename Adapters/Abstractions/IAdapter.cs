namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// A kind of source. Holds no state of its own: configuration, credentials, attributes and positions come from the catalog on each call.
/// </summary>
public interface IAdapter
{
    /// <summary>The name in <c>CREATE REMOTE SOURCE … ADAPTER name</c>, lower case.</summary>
    string Name { get; }

    AdapterDescription Description { get; }

    /// <summary>What a source of this kind can do unless a source, table or column says otherwise.</summary>
    CapabilitySet Capabilities { get; }

    /// <summary>How statements for such a source are written; the functions it lists are those that may be pushed.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Which of its capabilities sources of a version lack, each with the reason. Asked when it matters: the version is not known before a source was talked to.</summary>
    IReadOnlyList<KeyValuePair<string, string>> LackingIn(SourceVersion version) => [];

    /// <summary>Checks the configuration's keys and values without contacting anything (HV00D, HV024) and makes the source.</summary>
    IRemoteSource CreateSource(SourceDefinition definition);
}
