using FederationGateway.Catalog;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Replication.Applying;

/// <summary>A subscription as the applier sees it: which changes, what of them, and where they go. Made from a catalog snapshot; another one is made when that changes.</summary>
/// <param name="CapturedTable">The number of the table in the source's capture.</param>
/// <param name="Columns">The captured table's columns, by their place in its definition: what <paramref name="Values"/> and <paramref name="Filter"/> refer to.</param>
/// <param name="TargetOrdinals">The target's columns that get a value.</param>
/// <param name="Values">Their values, each of the target column's type.</param>
/// <param name="Filter">Which rows are of interest; null for all.</param>
/// <param name="Keys">
/// The target's columns that tell rows apart, as ordinals of the target: those that get the source's key. Empty when the source has none, or the subscription leaves part of it out.
/// </param>
public sealed record AppliedSubscription(
    SubscriptionEntry Entry,
    LocalTableEntry Target,
    int CapturedTable,
    EquatableArray<OutputColumn> Columns,
    EquatableArray<int> TargetOrdinals,
    EquatableArray<Expression> Values,
    Expression? Filter,
    EquatableArray<int> Keys)
{
    /// <summary>What takes the changes when that is no table; <see cref="Target"/> is what it reads then.</summary>
    public IChangeSetTarget? Program { get; init; }
}
