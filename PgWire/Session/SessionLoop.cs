using FederationGateway.Common;
using FederationGateway.PgWire.Contract;
using FederationGateway.PgWire.Messages.Backend;
using FederationGateway.PgWire.Messages.Frontend;
using FederationGateway.PgWire.Wire;
using Microsoft.Extensions.Logging;

namespace FederationGateway.PgWire.Session;

/// <summary>
/// A logged-in session: reads a message, acts, answers, until Terminate, the end of the stream or shutdown. After an error in the extended protocol
/// everything up to the next Sync is read and dropped, as the protocol demands.
/// </summary>
internal sealed class SessionLoop
{
    private readonly IQuerySession _session;
    private readonly SessionLink _link;
    private readonly SimpleQuery _simple;
    private readonly ExtendedQuery _extended;
    private readonly ILogger _log;
    private readonly int _processId;
    private readonly TimeProvider _time;
    private bool _isBetweenRequests;
    private IdleLimit? _exceeded;
    private bool _skipsUntilSync;
    private long _request;

    public SessionLoop(IQuerySession session, SessionLink link, PreparedStatements statements, int processId, ILogger log, TimeProvider time)
    {
        var runner = new StatementRunner(session, link);
        (_session, _link, _processId, _log, _time) = (session, link, processId, log, time);
        _simple = new SimpleQuery(session, link, runner);
        _extended = new ExtendedQuery(session, link, runner, statements);
    }

    /// <summary>Runs until the client leaves; <paramref name="stopping"/> ends it between two requests with 57P01.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        WriteReady();
        try
        {
            while (await ReadFrameAsync(stopping) is { } frame)
            {
                if (frame.Code == FrontendCode.Terminate) break;
                await HandleAsync(frame, stopping);
            }

            // What was asked before the goodbye is still answered.
            await _link.FlushAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && !_link.ConnectionAborted.IsCancellationRequested)
        {
            await EndAsync(new GatewayException(SqlState.AdminShutdown, "terminating connection due to administrator command"));
        }
        catch (OperationCanceledException) when (_exceeded is { } limit)
        {
            await EndAsync(new GatewayException(limit.State, limit.Message));
        }
        catch (FrameException broken)
        {
            await EndAsync(broken.Error);
        }
        finally
        {
            await _extended.FinishRequestAsync(failed: true);
        }
    }

    private ValueTask<WireFrame?> ReadFrameAsync(CancellationToken stopping)
    {
        // Pipelined requests are answered together; before waiting, everything must be on its way.
        return _link.Input.HasFrame || _link.Wire.Length == 0 ? _link.ReadFrameAsync(stopping) : FlushAndReadAsync(stopping);
    }

    private async ValueTask<WireFrame?> FlushAndReadAsync(CancellationToken stopping)
    {
        await _link.FlushAsync();
        _link.Wire.Shrink();
        _link.Input.ExpectRequest();
        return _isBetweenRequests && _session.IdleLimit is { } limit ? await ReadWithinAsync(limit, stopping) : await _link.ReadFrameAsync(stopping);
    }

    private async ValueTask<WireFrame?> ReadWithinAsync(IdleLimit limit, CancellationToken stopping)
    {
        using var idle = new CancellationTokenSource(limit.Time, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, stopping);
        try
        {
            return await _link.ReadFrameAsync(either.Token);
        }
        catch (OperationCanceledException) when (idle.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            _exceeded = limit;
            throw;
        }
    }

    private async ValueTask HandleAsync(WireFrame frame, CancellationToken stopping)
    {
        _isBetweenRequests = false;
        if (_skipsUntilSync && frame.Code != FrontendCode.Sync) return;
        if (_link.Output.WantsFlush) await _link.FlushAsync();
        string? sql = null;
        try
        {
            if (frame.IsTooLong) throw TooLong();
            switch (frame.Code)
            {
                case FrontendCode.Query:
                    _request++;
                    sql = QueryMessage.Read(frame.Body.Span);
                    await _extended.DropUnnamedAsync();
                    await _simple.RunAsync(sql);
                    await _extended.FinishRequestAsync();
                    WriteReady();
                    break;
                case FrontendCode.Parse:
                    await _extended.ParseAsync(ParseMessage.Read(frame.Body.Span));
                    break;
                case FrontendCode.Bind:
                    await _extended.BindAsync(frame.Body.Span);
                    break;
                case FrontendCode.Describe:
                    _extended.Describe(TargetMessage.Read(frame.Body.Span, "DESCRIBE"));
                    break;
                case FrontendCode.Execute:
                    _request++;
                    await _extended.ExecuteAsync(ExecuteMessage.Read(frame.Body.Span));
                    break;
                case FrontendCode.Close:
                    await _extended.CloseAsync(TargetMessage.Read(frame.Body.Span, "CLOSE"));
                    break;
                case FrontendCode.Flush:
                    RequireEmpty(frame);
                    await _link.FlushAsync();
                    break;
                case FrontendCode.Sync:
                    await SyncAsync(frame);
                    break;
                case FrontendCode.FunctionCall:
                    throw GatewayException.Unsupported("the function call sub-protocol");
                case FrontendCode.CopyData or FrontendCode.CopyDone or FrontendCode.CopyFail:
                    break;      // the client was still sending when its COPY failed
                default:
                    throw new FrameException(new GatewayException(SqlState.ProtocolViolation, $"invalid frontend message type {frame.Code}"));
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested && _link.Cancellation.IsAborted)
        {
            // The session ends: that is what the client is told of its statement.
            throw;
        }
        catch (Exception failure) when (failure is not (ClientGoneException or FrameException))
        {
            await FailAsync(frame.Code, failure, sql ?? _extended.CurrentText);
        }
    }

    private async ValueTask SyncAsync(WireFrame frame)
    {
        // After an error the transaction was already rolled back.
        var failed = _skipsUntilSync;
        _skipsUntilSync = false;
        RequireEmpty(frame);
        if (!failed) await _extended.SyncAsync();
        WriteReady();
    }

    private async ValueTask FailAsync(byte code, Exception failure, string? sql)
    {
        var queryId = ErrorMapping.QueryId(_processId, _request);
        var fields = ErrorMapping.ToFields(failure, sql, queryId);
        var level = Log.LevelOf(ErrorMapping.CategoryOf(failure));
        // Of an error that users make or know, the sentence says all; of one of ours, what was behind it is what its mending begins with.
        var cause = failure is not GatewayException ? failure : level == LogLevel.Error ? failure.InnerException : null;
        if (_log.IsEnabled(level)) _log.StatementFailed(level, cause, queryId, fields.Code, failure.Message);
        _session.NoteFailure(failure, sql);
        await _extended.FinishRequestAsync(failed: true);
        await _session.EndRequestAsync(failed: true, _link.ConnectionAborted);
        _link.WriteAsides();
        ErrorResponse.Write(_link.Wire, fields);
        // A simple query, a function call and a failing Sync are requests of their own; the rest of an extended one is still to come.
        if (code is FrontendCode.Query or FrontendCode.FunctionCall or FrontendCode.Sync) WriteReady();
        else if (code is not (FrontendCode.CopyData or FrontendCode.CopyDone or FrontendCode.CopyFail)) _skipsUntilSync = true;
    }

    private async ValueTask EndAsync(GatewayException error)
    {
        ErrorResponse.Write(_link.Wire, ErrorMapping.ToFields(error, sql: null, ErrorMapping.QueryId(_processId, _request), isFatal: true));
        await _link.FlushAsync();
    }

    private void WriteReady()
    {
        _link.WriteAsides();
        ReadyForQuery.Write(_link.Wire, _session.TransactionStatus);
        _isBetweenRequests = true;
    }

    private static void RequireEmpty(WireFrame frame) => new WireReader(frame.Body.Span).ExpectEnd();

    private GatewayException TooLong() => new(SqlState.ProgramLimitExceeded, $"a message is longer than the limit of {_link.Limits.Data} bytes");
}
