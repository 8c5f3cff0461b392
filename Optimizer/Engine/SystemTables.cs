using FederationGateway.Adapters.Abstractions;
using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Engine;

/// <summary>The dictionary views as a source: the gateway makes their rows, and can leave columns out.</summary>
internal static class SystemTables
{
    public static SourceProfile Profile { get; } =
        new(TableHandle.SystemSource, CapabilitySet.Of(Capability.Select, Capability.Project, Capability.BigintBind), new ScanOnlyDialect());

    private sealed class ScanOnlyDialect : SqlDialect
    {
        public override string Name => "the dictionary";

        public override FunctionTable Functions => FunctionTable.Empty;

        // Columns are chosen and renamed; even a constant beside them is made on this side.
        public override void Write(SqlText sql, Expression expression)
        {
            if (expression is ColumnExpression) base.Write(sql, expression);
            else sql.Refuse(RefusalCode.LocalData, "rows of dictionary views are made here");
        }
    }
}
