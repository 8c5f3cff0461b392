using FederationGateway.Adapters.Abstractions;
using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>The capture of a source: one, however many subscriptions it feeds. Exists while one of them is past CREATED.</summary>
/// <param name="Source">The OID of the remote source.</param>
/// <param name="Name">What it is called at the source.</param>
/// <param name="Start">The position its stream begins after, hexadecimal; empty while the source has not said that it keeps it.</param>
public sealed record CaptureRecord(long Source, string Name, string Start)
{
    /// <summary>True when its tables are read from time to time: said with the first subscription, whatever the source's properties are later.</summary>
    public bool IsPolled { get; init; }

    public EquatableArray<CapturedTableRecord> Tables { get; init; }

    /// <summary>The number the next table gets.</summary>
    public int NextTable { get; init; } = 1;

    /// <summary>True from before the source is told of other tables until it has taken them: a crash in between leaves it to the next start.</summary>
    public bool IsUnsettled { get; init; }

    /// <summary>ALTER REMOTE SOURCE … SUSPEND CAPTURE, … SUSPEND DISTRIBUTION.</summary>
    public bool IsCaptureSuspended { get; init; }

    public bool IsDistributionSuspended { get; init; }
}

/// <param name="Id">The <see cref="CapturedTable.Id"/>.</param>
/// <param name="SinceChunk">The rows of this definition are behind this chunk of the backlog.</param>
public sealed record CapturedTableRecord(int Id, RemoteTable Definition, long SinceChunk = 0);
