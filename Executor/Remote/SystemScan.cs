using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Executor.Remote;

/// <summary>Makes the rows of a dictionary view: the only fragment its pseudo source takes is a scan of some columns.</summary>
internal static class SystemScan
{
    public static RecordBatch Read(RemoteNode node, StatementContext context)
    {
        if (node.Fragment is not ScanNode scan) throw new GatewayException(SqlState.InternalError, $"a dictionary view cannot run {node.Fragment.Describe()}");
        return context.ReadSystemTable(scan.Table, [.. scan.Columns.Select(column => column.Ordinal)]);
    }
}
