using System.Globalization;
using FederationGateway.Common;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Copy;
using FederationGateway.PgWire.Messages.Backend;
using FederationGateway.PgWire.Types;

namespace FederationGateway.PgWire.Session;

/// <summary>Runs one execution to its end and sends what it yields; the completion tag is returned for the caller to send when the work is safe.</summary>
internal sealed class StatementRunner(IQuerySession session, SessionLink link)
{
    /// <summary>Sends everything of an execution that was not started by a portal.</summary>
    public async ValueTask<string> RunAsync(IExecution execution, IReadOnlyList<ResultColumn>? columns, CancellationToken cancellationToken)
    {
        switch (execution)
        {
            case IRowExecution rows:
                link.WriteAsides();
                RowDescription.Write(link.Wire, columns!, []);
                await using (var cursor = OpenCursor(rows, columns!, [], cancellationToken))
                    return TagText(execution.CommandTag, await cursor.SendAsync(link, maxRows: 0));
            case ICopyOutExecution copyOut:
                return TagText(execution.CommandTag, await new CopyOutSender(copyOut, link, session.ValueFormat).RunAsync(cancellationToken));
            case ICopyInExecution copyIn:
                return TagText(execution.CommandTag, await new CopyInReceiver(copyIn, link, session.ValueFormat).RunAsync(cancellationToken));
            default:
                return TagText(execution.CommandTag, rows: 0);
        }
    }

    public RowCursor OpenCursor(IRowExecution execution, IReadOnlyList<ResultColumn> columns, ReadOnlySpan<WireFormat> formats, CancellationToken cancellationToken)
    {
        var encoder = new RowEncoder(columns, formats, session.ValueFormat);
        return new RowCursor(execution.ReadBatchesAsync(cancellationToken), encoder, cancellationToken);
    }

    /// <summary>The tag as CommandComplete sends it.</summary>
    public static string TagText(CommandTag tag, long rows) =>
        tag.CountsRows ? string.Create(CultureInfo.InvariantCulture, $"{tag.Text} {rows}") : tag.Text;

    /// <summary>The client's text for a statement that has parameters nobody can give values to.</summary>
    public static void RequireNoParameters(IPreparedStatement prepared)
    {
        if (prepared.ParameterTypes.Count > 0) throw new GatewayException(SqlState.UndefinedParameter, "there is no parameter $1");
    }
}
