using FederationGateway.Arrow;
using FederationGateway.Common;
using FederationGateway.Gateway.Sessions;
using FederationGateway.Parser;
using FederationGateway.Parser.Ast;
using FederationGateway.Plan;
using FederationGateway.PgWire.Contract;

namespace FederationGateway.Gateway.Statements.Cursors;

/// <summary>DECLARE, FETCH, MOVE and CLOSE.</summary>
internal static class CursorStatements
{
    public static async ValueTask<Prepared> PrepareDeclareAsync(
        SessionState session, ParsedStatement parsed, DeclareCursorStatement declare, IReadOnlyList<SqlType> parameterTypes, CancellationToken cancellationToken)
    {
        if (declare.Binary) throw GatewayException.Unsupported("a binary cursor", parsed.Span);
        var query = await StatementPreparation.PrepareStatementAsync(session, new ParsedStatement(declare.Query, parsed.Text, parsed.Span), parameterTypes, cancellationToken);
        return new PreparedDeclare(parsed, declare, query);
    }

    public static Prepared PrepareFetch(SessionState session, ParsedStatement parsed, FetchStatement fetch)
    {
        if (!fetch.IsMove) return new PreparedFetch(parsed, fetch, session.Cursors.Get(fetch.Cursor).Columns);
        return new PreparedCommand(parsed, async run =>
        {
            long count = 0;
            await foreach (var batch in run.Session.Cursors.Get(fetch.Cursor).FetchAsync(fetch.Direction, fetch.Count, run.CancellationToken))
                using (batch) count += batch.Length;
            return new CommandTag(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"MOVE {count}"));
        }, isOutsideTransactions: true, leavesOpenRows: true);
    }

    public static Prepared PrepareClose(ParsedStatement parsed, CloseCursorStatement close) =>
        new PreparedCommand(
            parsed,
            async run =>
            {
                if (close.Cursor is { } name) await run.Session.Cursors.CloseAsync(name);
                else await run.Session.Cursors.CloseAllAsync();
                return new CommandTag(close.Cursor is null ? "CLOSE CURSOR ALL" : "CLOSE CURSOR");
            },
            isOutsideTransactions: true,
            leavesOpenRows: true);

    private sealed class PreparedDeclare(ParsedStatement parsed, DeclareCursorStatement declare, Prepared query) : Prepared(parsed)
    {
        public override IReadOnlyList<SqlType> ParameterTypes => query.ParameterTypes;

        public override bool MayChange => false;

        public override async ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters)
        {
            var session = run.Session;
            if (!declare.WithHold && !run.SharesRequest && session.Transaction.Status == TransactionStatus.Idle)
                throw new GatewayException(SqlState.NoActiveSqlTransaction, "DECLARE CURSOR can only be used in transaction blocks");
            if (session.Cursors.Contains(declare.Name.Text))
                throw new GatewayException(SqlState.DuplicateCursor, $"cursor \"{declare.Name.Text}\" already exists");

            var cancellation = new CancellationTokenSource();
            try
            {
                var execution = (IRowExecution)await StatementExecution.OpenCursorAsync(session, query, parameters, declare.WithHold, cancellation.Token);
                session.Cursors.Add(new SqlCursor(declare, Parsed.Text, query.Columns!, session.StatementTime, execution, cancellation));
            }
            catch
            {
                cancellation.Dispose();
                throw;
            }

            return new CompletedExecution(new CommandTag("DECLARE CURSOR"));
        }
    }

    private sealed class PreparedFetch(ParsedStatement parsed, FetchStatement fetch, IReadOnlyList<ResultColumn> columns) : Prepared(parsed)
    {
        public override IReadOnlyList<ResultColumn> Columns => columns;

        public override bool IsOutsideTransactions => true;

        public override bool LeavesOpenRows => true;

        public override ValueTask<IExecution> ExecuteAsync(StatementRun run, EquatableArray<ConstantExpression> parameters)
        {
            var cursor = run.Session.Cursors.Get(fetch.Cursor);
            if (!cursor.Columns.SequenceEqual(columns)) throw new GatewayException(SqlState.FeatureNotSupported, "cached plan must not change result type");
            return new ValueTask<IExecution>(new FetchExecution(cursor.FetchAsync(fetch.Direction, fetch.Count, run.CancellationToken)));
        }
    }

    private sealed class FetchExecution(IAsyncEnumerable<RecordBatch> rows) : IRowExecution
    {
        public CommandTag CommandTag => new("FETCH", CountsRows: true);

        public IAsyncEnumerable<RecordBatch> ReadBatchesAsync(CancellationToken cancellationToken) => rows;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
