using FederationGateway.Common;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// A source that can tell, without reading a table, whether its rows may have changed: what an <see cref="IRemoteSource"/> with something of that kind (the time of a file, a version) implements besides.
/// </summary>
public interface IVersionedSource
{
    /// <summary>
    /// A text that is another one when the rows of the table may be other ones. Null when that is not known, or when what changed in this very moment would not show.
    /// HV00R when the table is gone.
    /// </summary>
    /// <param name="path">The table's <see cref="RemoteTable.Path"/>.</param>
    ValueTask<string?> VersionAsync(EquatableArray<string> path, CancellationToken cancellationToken);
}
