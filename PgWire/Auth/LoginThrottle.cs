using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace FederationGateway.PgWire.Auth;

/// <summary>
/// Slows down who guesses passwords. Each proof waits for a turn of its account and one of its address, and turns come further and further apart while logins fail.
/// An account's users are not shut out by others' guesses: from an address they have logged in from before, and from the gateway's own machine, only the failures of that
/// account at that address count. Whether an account exists makes no difference. Safe from any thread.
/// </summary>
public sealed class LoginThrottle(TimeProvider time)
{
    /// <summary>An attempt that would have to wait longer is refused: waiting costs a connection.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private const int MostKnown = 10_000;
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();

    // A person mistypes a few times, an office behind one address more often. Guessing goes on at one a few seconds for each account, whatever number of machines does it.
    private readonly AttemptBuckets _accounts = new(free: 10, first: TimeSpan.FromSeconds(0.5), longest: TimeSpan.FromSeconds(5));
    private readonly AttemptBuckets _addresses = new(free: 20, first: TimeSpan.FromSeconds(0.25), longest: TimeSpan.FromSeconds(2));
    private readonly AttemptBuckets _pairs = new(free: 3, first: TimeSpan.FromSeconds(0.5), longest: TimeSpan.FromSeconds(5));

    // Accounts at addresses they have logged in from: only who has a password can add one.
    private readonly Dictionary<string, TimeSpan> _known = new(StringComparer.Ordinal);

    /// <summary>How long the proof must wait before it is looked at; <c>null</c> when too many are waiting already. It counts as wrong until <see cref="Succeeded"/>.</summary>
    public TimeSpan? Take(string user, IPAddress? address)
    {
        var keys = new Keys(user, address);
        lock (_lock)
        {
            var now = Now;
            if (IsKnown(keys, address))
            {
                var wait = _pairs.WaitOf(keys.Pair, now);
                if (wait > LongestWait) return null;
                _pairs.Take(keys.Pair, now);
                return wait;
            }

            var longer = Max(_accounts.WaitOf(keys.Account, now), _addresses.WaitOf(keys.Address, now));
            if (longer > LongestWait) return null;
            _accounts.Take(keys.Account, now);
            _addresses.Take(keys.Address, now);
            return longer;
        }
    }

    /// <summary>The proof that took a turn was right.</summary>
    public void Succeeded(string user, IPAddress? address)
    {
        var keys = new Keys(user, address);
        lock (_lock)
        {
            if (IsKnown(keys, address)) _pairs.Clear(keys.Pair);
            else
            {
                _accounts.Forgive(keys.Account);
                _addresses.Forgive(keys.Address);
            }

            if (_known.Count == MostKnown && !_known.ContainsKey(keys.Known)) _known.Remove(_known.MinBy(pair => pair.Value).Key);
            _known[keys.Known] = Now;
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_start);

    private bool IsKnown(Keys keys, IPAddress? address) => address is null || IPAddress.IsLoopback(address) || _known.ContainsKey(keys.Known);

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private readonly struct Keys
    {
        public Keys(string user, IPAddress? address)
        {
            Account = SHA256.HashData(Encoding.UTF8.GetBytes(user));
            Address = Network(address);
            Pair = [.. Account, .. Address];
            Known = Convert.ToBase64String(Pair);
        }

        public byte[] Account { get; }

        public byte[] Address { get; }

        public byte[] Pair { get; }

        public string Known { get; }

        // Whoever has one address of IPv6 has the 2^64 around it.
        private static byte[] Network(IPAddress? address)
        {
            if (address is null) return [];
            var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            var bytes = plain.GetAddressBytes();
            return plain.AddressFamily == AddressFamily.InterNetworkV6 ? bytes[..8] : bytes;
        }
    }
}
