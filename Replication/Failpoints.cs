using System.Diagnostics;
using System.Globalization;

namespace FederationGateway.Replication;

/// <summary>
/// Places where tests of crashes kill the process or let it fail. The environment variable <see cref="Variable"/>, read once, has entries <c>name=action@n</c> with commas between
/// them: the action is <c>kill</c> (as <c>kill -9</c> does) or <c>throw</c> (an <see cref="IOException"/>) when the place is passed the n-th time, counted from 1, which is also
/// the default. A name that ends in <c>*</c> counts all places whose names begin so. Without the variable a place costs nothing: the check is compiled away.
/// </summary>
public static class Failpoints
{
    public const string Variable = "FEDGW_FAILPOINTS";

    private static readonly Entry[]? s_entries = Parse(Environment.GetEnvironmentVariable(Variable));
    private static readonly bool s_areOn = s_entries is not null;

    /// <summary>Passes a place.</summary>
    /// <exception cref="IOException">The environment says so.</exception>
    public static void Hit(string name)
    {
        if (s_areOn) Count(name);
    }

    private static void Count(string name)
    {
        foreach (var entry in s_entries!)
        {
            if (!entry.Matches(name) || !entry.IsTurn()) continue;
            if (!entry.Kills) throw new IOException($"failpoint {name}");
            using var self = Process.GetCurrentProcess();
            self.Kill();
            Thread.Sleep(Timeout.Infinite);     // the signal may come to another thread a moment later: nothing happens here after it was sent
        }
    }

    private static Entry[]? Parse(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Entry.Parse)];

    private sealed class Entry(string name, bool kills, int turn)
    {
        private int _passed;

        public bool Kills => kills;

        public static Entry Parse(string text)
        {
            var (name, action) = text.Split('=', 2) is [var left, var right] ? (left, right) : throw new FormatException($"{Variable}: {text} is not name=action");
            var (verb, turn) = action.Split('@', 2) is [var before, var after] ? (before, int.Parse(after, CultureInfo.InvariantCulture)) : (action, 1);
            return new Entry(name, verb switch { "kill" => true, "throw" => false, _ => throw new FormatException($"{Variable}: {verb} is neither kill nor throw") }, turn);
        }

        public bool Matches(string place) => name.EndsWith('*') ? place.AsSpan().StartsWith(name.AsSpan(0, name.Length - 1), StringComparison.Ordinal) : place == name;

        public bool IsTurn() => Interlocked.Increment(ref _passed) == turn;
    }
}
