using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor;

/// <summary>The Arrow schema of a node's output.</summary>
public static class ResultSchema
{
    public static Schema Of(EquatableArray<OutputColumn> output) => new(output.Select(column => new Field(column.Name, column.Type, column.IsNullable)).ToEquatableArray());
}
