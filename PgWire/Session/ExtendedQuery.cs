using System.Globalization;
using FederationGateway.Common;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Messages.Backend;
using FederationGateway.PgWire.Messages.Frontend;
using FederationGateway.PgWire.Types;

namespace FederationGateway.PgWire.Session;

/// <summary>
/// The extended query protocol, one method per message. The statements between two Syncs are one request: after an error the session loop skips to the Sync.
/// </summary>
internal sealed class ExtendedQuery(IQuerySession session, SessionLink link, StatementRunner runner, PreparedStatements statements)
{
    private readonly Portals _portals = new();
    private int _executedSinceSync;

    /// <summary>The text of the statement in hand, for the position of its errors.</summary>
    public string? CurrentText { get; private set; }

    public async ValueTask ParseAsync(ParseMessage message)
    {
        CurrentText = message.Text;
        statements.RequireFree(message.Name);
        if (message.Name.Length == 0) statements.Remove("");
        var parsed = session.Parse(message.Text);
        if (parsed.Count > 1) throw new GatewayException(SqlState.SyntaxError, "cannot insert multiple commands into a prepared statement");
        var types = message.ParameterTypes.Select(TypeOf).ToArray();
        IPreparedStatement? prepared = null;
        if (parsed.Count == 1)
        {
            using var cancellation = new CancellationTokenSource();
            using (link.Cancellation.Enter(cancellation))
                prepared = await link.WatchAsync(session.PrepareAsync(parsed[0], types, cancellation.Token));
        }

        statements.Set(new NamedStatement(message.Name, message.Text, prepared));
        Acknowledgements.Write(link.Wire, Acknowledgements.ParseComplete);
    }

    public ValueTask BindAsync(ReadOnlySpan<byte> body)
    {
        CurrentText = null;
        var message = BindMessage.Read(body);
        var statement = statements.Get(message.Statement);
        CurrentText = statement.Text;
        _portals.RequireFree(message.Portal);
        var parameters = ParameterReader.Read(message, statement, session.ValueFormat);
        CheckResultFormats(message.ResultFormats, statement.Prepared?.Columns?.Count ?? 0);
        var portal = new Portal(message.Portal, statement, parameters, message.ResultFormats);
        Acknowledgements.Write(link.Wire, Acknowledgements.BindComplete);
        return _portals.SetAsync(portal);
    }

    public void Describe(TargetMessage message)
    {
        CurrentText = null;
        if (message.IsStatement)
        {
            var statement = statements.Get(message.Name);
            ParameterDescription.Write(link.Wire, statement.Prepared?.ParameterTypes ?? []);
            DescribeColumns(statement, []);
        }
        else if (!_portals.Contains(message.Name) && session.FindCursor(message.Name) is { } columns) RowDescription.Write(link.Wire, columns, []);
        else
        {
            var portal = _portals.Get(message.Name);
            DescribeColumns(portal.Statement, portal.ResultFormats);
        }
    }

    public async ValueTask ExecuteAsync(ExecuteMessage message)
    {
        CurrentText = null;
        var portal = _portals.Get(message.Portal);
        CurrentText = portal.Statement.Text;
        if (portal.Statement.Prepared is null)
        {
            Acknowledgements.Write(link.Wire, Acknowledgements.EmptyQueryResponse);
            return;
        }

        using (link.Cancellation.Enter(portal.Cancellation))
        {
            if (portal.Rows is null) await StartAsync(portal, portal.Statement.Prepared);
            if (portal.Rows is not null) await SendRowsAsync(portal, Math.Max(0, message.MaxRows));
        }
    }

    public async ValueTask CloseAsync(TargetMessage message)
    {
        CurrentText = null;
        if (message.IsStatement) statements.Remove(message.Name);
        else await _portals.CloseAsync(message.Name);
        Acknowledgements.Write(link.Wire, Acknowledgements.CloseComplete);
    }

    /// <summary>The end of a request that did not fail: its implicit transaction commits.</summary>
    public async ValueTask SyncAsync()
    {
        CurrentText = null;
        if (session.TransactionStatus == TransactionStatus.Idle) await _portals.CloseAllAsync();
        using var cancellation = new CancellationTokenSource();
        using (link.Cancellation.Enter(cancellation))
            await link.WatchAsync(session.EndRequestAsync(failed: false, cancellation.Token));
        await FinishRequestAsync();
    }

    /// <summary>A request is over, one way or the other: portals end with their transaction.</summary>
    public async ValueTask FinishRequestAsync(bool failed = false)
    {
        CurrentText = null;
        _executedSinceSync = 0;
        if (failed || session.TransactionStatus == TransactionStatus.Idle) await _portals.CloseAllAsync();
    }

    /// <summary>A simple query ends the unnamed statement and portal.</summary>
    public ValueTask DropUnnamedAsync()
    {
        statements.Remove("");
        return _portals.CloseAsync("");
    }

    private async ValueTask StartAsync(Portal portal, IPreparedStatement prepared)
    {
        if (portal.HasStarted)
            throw new GatewayException(SqlState.ObjectNotInPrerequisiteState, $"portal \"{portal.Name}\" cannot be run");
        var token = portal.Cancellation.Token;

        // What runs before a Sync is one transaction. A statement is alone only when the Sync behind it is already here: then it may commit by itself.
        var sharesRequest = _executedSinceSync++ > 0 || link.Input.NextCode != FrontendCode.Sync;
        var execution = await link.WatchAsync(session.ExecuteAsync(prepared, portal.Parameters, sharesRequest, token));
        if (execution is IRowExecution rows)
        {
            portal.Start(execution, runner.OpenCursor(rows, prepared.Columns!, portal.ResultFormats, token));
            return;
        }

        portal.Start(execution, rows: null);
        var tag = await runner.RunAsync(execution, prepared.Columns, token);
        link.WriteAsides();
        CommandComplete.Write(link.Wire, tag);
    }

    // The limit being reached is enough to suspend, even if no row is left: so does PostgreSQL, and drivers ask again.
    private async ValueTask SendRowsAsync(Portal portal, int maxRows)
    {
        link.WriteAsides();
        var sent = await portal.Rows!.SendAsync(link, maxRows);
        link.WriteAsides();
        if (maxRows > 0 && sent == maxRows) Acknowledgements.Write(link.Wire, Acknowledgements.PortalSuspended);
        else CommandComplete.Write(link.Wire, StatementRunner.TagText(portal.Tag, sent));
    }

    private void DescribeColumns(NamedStatement statement, ReadOnlySpan<WireFormat> formats)
    {
        if (statement.Prepared?.Columns is { } columns) RowDescription.Write(link.Wire, columns, formats);
        else Acknowledgements.Write(link.Wire, Acknowledgements.NoData);
    }

    private static void CheckResultFormats(WireFormat[] formats, int columns)
    {
        if (formats.Length > 1 && formats.Length != columns)
            throw new GatewayException(SqlState.ProtocolViolation, string.Create(CultureInfo.InvariantCulture, $"bind message has {formats.Length} result formats but query has {columns} columns"));
    }

    private static SqlType TypeOf(int oid)
    {
        if (oid == 0) return SqlType.Unknown;
        return SqlTypeOids.TypeOf(oid) ?? throw new GatewayException(SqlState.FeatureNotSupported, string.Create(CultureInfo.InvariantCulture, $"a parameter of the type with OID {oid} is not supported"));
    }
}
