using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Remote;

/// <summary>Makes the rows of a dictionary view: the only fragment its pseudo source takes is a scan of some columns, in any order and under any names.</summary>
internal static class SystemScan
{
    public static RecordBatch Read(RemoteNode node, StatementContext context)
    {
        var (scan, columns) = node.Fragment switch
        {
            ScanNode direct => (direct, direct.Output.Select(column => column.Id)),
            ProjectNode { Input: ScanNode renamed } project when project.Items.All(item => item.Expression is ColumnExpression) =>
                (renamed, project.Items.Select(item => ((ColumnExpression)item.Expression).Id)),
            _ => throw new GatewayException(SqlState.InternalError, $"a dictionary view cannot run {node.Fragment.Describe()}"),
        };
        return context.ReadSystemTable(scan.Table, [.. columns.Select(id => scan.Columns.First(column => column.Column.Id == id).Ordinal)]);
    }
}
