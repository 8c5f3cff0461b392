using System.Globalization;
using FederationGateway.Gateway.Settings;

namespace FederationGateway.Gateway.Statements;

/// <summary>How many rows a statement has sent to be written: what <c>M_STATEMENTS</c> shows while it runs, and what the client hears when it asks for it.</summary>
internal sealed class WriteProgress(StatementRun run)
{
    private readonly TimeSpan _interval = SettingValue.ToDuration(run.Session.Settings[SettingsTable.ProgressNotices]);
    private long _told = run.Session.Core.TimeProvider.GetTimestamp();
    private long _rows;

    public void Add(long count)
    {
        var rows = Interlocked.Add(ref _rows, count);
        run.Record.AddRows(count);
        if (_interval <= TimeSpan.Zero) return;
        var clock = run.Session.Core.TimeProvider;
        var told = Interlocked.Read(ref _told);
        if (clock.GetElapsedTime(told) < _interval || Interlocked.CompareExchange(ref _told, clock.GetTimestamp(), told) != told) return;
        run.Session.Notice(string.Create(CultureInfo.InvariantCulture, $"{rows} rows sent so far"));
    }

    /// <summary>The statement is done: so many rows were written, whatever was sent.</summary>
    public void End(long written) => run.Record.AddRows(written - Interlocked.Exchange(ref _rows, written));
}
