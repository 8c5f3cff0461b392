using FederationGateway.Replication.Applying;

namespace FederationGateway.Replication.Tests.Applying;

/// <summary>Small groups come at once now and then, and seldom when there is no end of them.</summary>
public sealed class PaceTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);
    private readonly Clock _clock = new();

    [Fact]
    public void What_comes_after_a_silence_comes_at_once()
    {
        var pace = new Pace(_clock, Longest);
        for (var i = 0; i < 3; i++) Work(pace, milliseconds: 20);
        pace.Rest().ShouldBeLessThanOrEqualTo(TimeSpan.Zero);
    }

    [Fact]
    public void A_steady_stream_is_at_work_for_a_tenth_of_the_time()
    {
        var pace = new Pace(_clock, Longest);
        var (worked, begin) = (0, _clock.Now);
        for (; _clock.Now - begin < TimeSpan.FromSeconds(100); worked += 20)
        {
            Work(pace, milliseconds: 20);
            if (pace.Rest() is { Ticks: > 0 } rest) _clock.Now += rest;
        }

        (worked / 100_000.0).ShouldBeInRange(0.09, 0.11);
    }

    [Fact]
    public void Nobody_waits_longer_than_is_said_and_rest_is_earned_again()
    {
        var pace = new Pace(_clock, Longest);
        for (var i = 0; i < 20; i++) Work(pace, milliseconds: 400);
        pace.Rest().ShouldBe(Longest);
        _clock.Now += TimeSpan.FromSeconds(10);
        pace.Rest().ShouldBeLessThanOrEqualTo(TimeSpan.Zero);
    }

    private void Work(Pace pace, int milliseconds)
    {
        _clock.Now += TimeSpan.FromMilliseconds(milliseconds);
        pace.Worked(TimeSpan.FromMilliseconds(milliseconds));
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
