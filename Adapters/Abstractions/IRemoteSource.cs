namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// A live source: owns the pool of connections to it. Thread-safe. Driver exceptions never leave it: they are <c>GatewayException</c>s with the source's own
/// message in the detail and no secrets.
/// </summary>
public interface IRemoteSource : IAsyncDisposable
{
    /// <summary>Opens and closes a connection. HV00N when the source cannot be reached or refuses the login.</summary>
    Task<SourceVersion> CheckAsync(CancellationToken cancellationToken);

    /// <summary>One level of the tree of objects; <c>null</c> is the root.</summary>
    IAsyncEnumerable<BrowseNode> BrowseAsync(string? parentId, CancellationToken cancellationToken);

    /// <summary>The definition of one object, with keys and statistics. HV00R when there is none.</summary>
    Task<RemoteTable> ImportAsync(RemoteObjectName name, CancellationToken cancellationToken);

    /// <summary>The definitions of the wanted tables and views of a schema (of everything when null); of the others nothing is read. HV00Q when there is no such schema.</summary>
    IAsyncEnumerable<RemoteTable> ImportSchemaAsync(string? schema, Predicate<ImportCandidate> isWanted, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a session for one statement of the gateway: everything read through it sees one snapshot where the source has such a thing.
    /// Nothing need be contacted before the first statement.
    /// </summary>
    ValueTask<IRemoteSession> OpenSessionAsync(RemoteSessionOptions options, CancellationToken cancellationToken);

    /// <summary>The connections now open, for <c>M_REMOTE_CONNECTIONS</c>.</summary>
    IReadOnlyList<RemoteConnection> Connections { get; }
}

/// <summary>What a session of the gateway asks of the source's session.</summary>
/// <param name="ApplicationName">Passed on as a query tag where the source has one.</param>
/// <param name="SingleFragment">True when the statement has one fragment at this source, which then needs no explicit transaction.</param>
public sealed record RemoteSessionOptions(string? ApplicationName = null, bool SingleFragment = false);

public sealed record SourceVersion(string Product, string Version);

/// <summary>An object or container of a source. <paramref name="Id"/> is what the next <see cref="IRemoteSource.BrowseAsync"/> takes.</summary>
public sealed record BrowseNode(string Id, string DisplayName, string Kind, bool IsImportable, bool IsExpandable, RemoteObjectName? Name = null);

/// <summary>A table that may be imported: its name at the source, and the one it would get here.</summary>
public readonly record struct ImportCandidate(string Object, string SuggestedName);

/// <param name="Id">Stable while the connection is open.</param>
public sealed record RemoteConnection(long Id, string? User, string? ServerVersion, DateTime StartTime, bool IsActive, long StatementCount);
