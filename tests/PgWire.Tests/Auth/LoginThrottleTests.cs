using System.Globalization;
using System.Net;
using FederationGateway.PgWire.Auth;
using FederationGateway.PgWire.Tests.Fakes;

namespace FederationGateway.PgWire.Tests.Auth;

public sealed class LoginThrottleTests
{
    private static readonly IPAddress Office = IPAddress.Parse("198.51.100.7");
    private readonly ManualTime _time = new();
    private readonly LoginThrottle _throttle;

    public LoginThrottleTests() => _throttle = new LoginThrottle(_time);

    [Fact]
    public void Mistyping_a_few_times_costs_nothing()
    {
        for (var attempt = 0; attempt < 5; attempt++) _throttle.Take("alice", Office).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Guessing_from_one_address_gets_slower_and_slower() => GuessesIn(TimeSpan.FromMinutes(10), _ => Office).ShouldBeLessThan(200);

    [Fact]
    public void Guessing_from_many_addresses_at_once_is_no_faster() => GuessesIn(TimeSpan.FromMinutes(10), Machine).ShouldBeLessThan(200);

    [Theory]
    [InlineData("2001:db8::")]
    [InlineData("198.51.100.9")]
    public void Trying_one_password_on_many_accounts_gets_slower_too(string address)
    {
        var addresses = Enumerable.Range(0, 1000).Select(i => address.EndsWith(':') ? IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"{address}{i:x}")) : IPAddress.Parse(address)).ToArray();
        GuessesIn(TimeSpan.FromMinutes(10), attempt => addresses[attempt % addresses.Length], attempt => string.Create(CultureInfo.InvariantCulture, $"user{attempt}")).ShouldBeLessThan(400);
    }

    [Fact]
    public void Others_guesses_do_not_shut_out_who_has_logged_in_from_there_before_nor_who_sits_at_the_machine()
    {
        _throttle.Take("admin", Office).ShouldNotBeNull();
        _throttle.Succeeded("admin", Office);
        for (var attempt = 0; attempt < 10_000; attempt++) _throttle.Take("admin", Machine(attempt));

        _throttle.Take("admin", IPAddress.Parse("203.0.113.1")).ShouldBeNull();
        _throttle.Take("admin", Office).ShouldBe(TimeSpan.Zero);
        _throttle.Take("admin", IPAddress.Loopback).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void After_the_guessing_anybody_waits_a_moment_at_most()
    {
        for (var attempt = 0; attempt < 10_000; attempt++) _throttle.Take("admin", Machine(attempt));

        _time.Advance(LoginThrottle.LongestWait);

        var wait = _throttle.Take("admin", Office).ShouldNotBeNull();
        wait.ShouldBeLessThanOrEqualTo(LoginThrottle.LongestWait);
    }

    [Fact]
    public void A_right_password_makes_up_for_wrong_ones()
    {
        for (var attempt = 0; attempt < 3; attempt++) _throttle.Take("alice", IPAddress.Loopback);
        _throttle.Succeeded("alice", IPAddress.Loopback);
        for (var attempt = 0; attempt < 3; attempt++) _throttle.Take("alice", IPAddress.Loopback).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Names_that_are_made_up_do_not_wash_away_the_failures_of_an_account()
    {
        for (var attempt = 0; attempt < 100; attempt++) _throttle.Take("admin", Machine(attempt));
        for (var attempt = 0; attempt < 20_000; attempt++) _throttle.Take(string.Create(CultureInfo.InvariantCulture, $"nobody{attempt}"), Machine(attempt));

        _throttle.Take("admin", Office).ShouldBeNull();
    }

    [Fact]
    public async Task A_proof_is_looked_at_when_its_turn_has_come()
    {
        await using var server = new FakeServer(time: _time);
        for (var attempt = 0; attempt < 4; attempt++) await GuessAsync(server);
        var timers = _time.Waiting;

        var fifth = GuessAsync(server);
        await Eventually.TrueAsync(() => _time.Waiting > timers + 1);       // the login's own limit, and its turn
        fifth.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        await fifth;
    }

    private static async Task GuessAsync(FakeServer server) =>
        (await Should.ThrowAsync<InvalidOperationException>(Wire.RawClient.LogInAsync(server.Port, FakeQueryService.User, FakeQueryService.Database, "guess"))).Message.ShouldContain("C28P01");

    private static IPAddress Machine(int attempt) => new([10, (byte)(attempt >> 16), (byte)(attempt >> 8), (byte)attempt]);

    // As many at once as get a turn, each looked at when its turn comes.
    private int GuessesIn(TimeSpan duration, Func<int, IPAddress> address, Func<int, string>? user = null)
    {
        var guesses = 0;
        for (var elapsed = TimeSpan.Zero; elapsed < duration; elapsed += TimeSpan.FromSeconds(1))
        {
            for (var attempt = 0; attempt < 50; attempt++)
                if (_throttle.Take(user?.Invoke(guesses) ?? "admin", address(guesses)) is not null) guesses++;
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        return guesses;
    }
}
