using FederationGateway.Common;

namespace FederationGateway.Catalog;

/// <summary>
/// What a name in a view's query meant when the view was made: the relation, and the columns it had. A relation or a column of that name that comes later
/// does not change the view.
/// </summary>
/// <param name="Name">The parts of the name, as the query has them.</param>
/// <param name="Oid">The relation's; 0 for what the catalog has no entry for: a source's table by its three-part name, DUMMY.</param>
public sealed record NameBinding(EquatableArray<string> Name, long Oid, EquatableArray<BoundColumn> Columns);

/// <summary>A column of a relation at some moment.</summary>
public sealed record BoundColumn(string Name, SqlType Type);

/// <summary>Where a view's text names a relation without its schema: that is written out when the view is shown.</summary>
/// <param name="Start">Into the view's text.</param>
public sealed record NamePlace(int Start, int Length, long Oid);
