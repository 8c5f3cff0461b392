using System.Collections.Immutable;

namespace FederationGateway.Gateway.Transactions.Redo;

/// <summary>A moment of a transaction that <see cref="RedoLog"/> can bring back.</summary>
/// <param name="Segment">The last one written then.</param>
/// <param name="Tables">Those with changed rows, by OID.</param>
/// <param name="Dropped">Tables of others' making that are gone.</param>
/// <param name="Alterations">Statements that changed tables where they are.</param>
internal sealed record RedoMark(int Segment, ImmutableDictionary<long, RedoTable> Tables, ImmutableHashSet<long> Dropped, ImmutableList<string> Alterations);
