using System.Globalization;
using FederationGateway.Replication.CrashFollower;

// Follows a source, with everything that replication is made of below the wire, until it is killed. Arguments: the directory, which outlives it; the number of the source's history; a number for
// what it does in which order; and "end" to bring everything to its end instead, look at it, and go. It says "ready" when it has looked at what the process before it has left, and whatever is
// not as it must be.
const int MostShown = 2000;
var history = int.Parse(args[1], CultureInfo.InvariantCulture);
using var world = new ScriptedWorld(Path.Combine(args[0], "source"));
await using var follower = new Follower(args[0], world, history);
if (follower.Differences() is { Count: > 0 } left) return Say(left);
Console.WriteLine("ready");
using var orders = new Orders(follower, world, history, new Random(int.Parse(args[2], CultureInfo.InvariantCulture)));
follower.Start();
if (args is not [.., "end"]) return Say(await orders.GoOnAsync());
return Say([.. await orders.EndAsync(), .. follower.Differences()]);

int Say(IReadOnlyList<string> differences)
{
    foreach (var difference in differences) Console.WriteLine(difference.Length > MostShown ? difference[..MostShown] : difference);
    return differences.Count == 0 ? 0 : 1;
}
