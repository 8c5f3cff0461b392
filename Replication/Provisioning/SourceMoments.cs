using FederationGateway.Adapters.Abstractions;
using FederationGateway.Replication.Backlog;

namespace FederationGateway.Replication.Provisioning;

/// <summary>
/// Moments of which it is known where the source's log was: when the stream has come there, everything from before the moment has come, whether it changed anything or not. Moments are of our clock, taken before
/// the source was asked, so that its clock does not matter. Thread-safe.
/// </summary>
internal sealed class SourceMoments(BacklogStore backlog)
{
    private const int MostKept = 64;

    private readonly Lock _lock = new();
    private readonly List<Moment> _moments = [];

    public bool IsEmpty
    {
        get { lock (_lock) return _moments.Count == 0; }
    }

    /// <summary>The source was asked at this time (UTC) or later, and its log was here.</summary>
    public void Asked(DateTime time, ChangePosition latest)
    {
        lock (_lock)
        {
            if (_moments.Count == MostKept) _moments.RemoveAt(0);
            _moments.Add(new Moment(time, latest, null));
            Settle();
        }
    }

    /// <summary>The latest of the moments whose changes all are in the backlog up to a chunk; null when there is none.</summary>
    public DateTime? CompleteAsOf(long chunk)
    {
        lock (_lock)
        {
            Settle();
            for (var i = _moments.Count - 1; i >= 0; i--)
                if (_moments[i].Chunk <= chunk) return _moments[i].Time;
            return null;
        }
    }

    /// <summary>When the source was asked about a place to which the stream has not come yet: the oldest such moment; null when it has come to all of them.</summary>
    public DateTime? Unreached
    {
        get
        {
            lock (_lock)
            {
                Settle();
                return _moments.FindIndex(moment => moment.Chunk is null) is >= 0 and var index ? _moments[index].Time : null;
            }
        }
    }

    // What has come since the position was reached is counted too: a chunk too many keeps a moment unknown for a while, one too few would promise what is not there.
    private void Settle()
    {
        if (backlog.Position is not { } position) return;
        var last = backlog.Last;
        for (var i = _moments.Count - 1; i >= 0 && _moments[i].Chunk is null; i--)
            if (_moments[i].Position <= position) _moments[i] = _moments[i] with { Chunk = last };
    }

    private readonly record struct Moment(DateTime Time, ChangePosition Position, long? Chunk);
}
