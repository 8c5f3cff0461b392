using FederationGateway.Common;

namespace FederationGateway.Adapters.Abstractions;

/// <summary>
/// A capability a source declared and was found not to keep: as wide as the evidence, that is one function's signature, one column, or the whole source when
/// neither is given.
/// </summary>
/// <param name="MismatchId">The evidence: the row of <c>PUSHDOWN_MISMATCHES</c> that an administrator clears.</param>
/// <param name="Signature">The function or operator, as <see cref="OperatorSignature"/> spells it.</param>
/// <param name="TablePath">The column's table, as the source names it.</param>
/// <param name="Column">The column, as the source names it.</param>
public sealed record Downgrade(long MismatchId, string Capability, string? Signature = null, EquatableArray<string> TablePath = default, string? Column = null)
{
    /// <summary>The column as people name it: <c>public.customers.name</c>; empty when it is not about a column.</summary>
    public string QualifiedColumn => Column is null ? "" : string.Join('.', [.. TablePath, Column]);

    /// <summary>True when both take the same thing away.</summary>
    public bool IsSameAs(Downgrade other) => this with { MismatchId = other.MismatchId } == other;

    public override string ToString() => Capability + (Signature is null ? "" : $" of {Signature}") + (Column is null ? "" : $" on column {QualifiedColumn}");
}
