using FederationGateway.Common;

namespace FederationGateway.Arrow;

/// <summary>The columns of a batch, in order.</summary>
public sealed record Schema(EquatableArray<Field> FieldsList)
{
    public int FieldCount => FieldsList.Count;
}
