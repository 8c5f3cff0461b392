namespace FederationGateway.Replication.Applying;

/// <summary>
/// How long an applier rests between groups. A group of one row takes nearly as long as one of a thousand: an applier that goes on at once applies a steady stream of small transactions in many small groups and
/// has a processor busy with them. It may be at work for a tenth of the time; some groups in a row come without any rest, so that what comes now and then is applied at once.
/// </summary>
internal sealed class Pace(TimeProvider time, TimeSpan longest)
{
    private const int Share = 10;
    private static readonly TimeSpan MostCredit = TimeSpan.FromMilliseconds(300);
    private TimeSpan _credit = MostCredit;
    private long _at = time.GetTimestamp();

    /// <summary>A group has just ended.</summary>
    /// <param name="taken">How long it was at work.</param>
    public void Worked(TimeSpan taken)
    {
        Earn();
        _credit = TimeSpan.FromTicks(Math.Max((_credit - taken).Ticks, -longest.Ticks / Share));
    }

    /// <summary>How long to rest before the next one; zero or less for not at all.</summary>
    public TimeSpan Rest()
    {
        Earn();
        return -_credit * Share;
    }

    private void Earn()
    {
        var now = time.GetTimestamp();
        _credit = TimeSpan.FromTicks(Math.Min(MostCredit.Ticks, (_credit + (time.GetElapsedTime(_at, now) / Share)).Ticks));
        _at = now;
    }
}
