using FederationGateway.Plan;

namespace FederationGateway.Optimizer.Rules.DynamicFilters;

/// <summary>Which fragment waits for the keys of which; a circle is refused. A fragment is known by its first column, which rewriting keeps.</summary>
internal sealed class DependencyOrder
{
    private readonly Dictionary<ColumnId, HashSet<ColumnId>> _waitsFor = [];

    public bool TryAdd(RemoteNode waiting, RemoteNode first)
    {
        var (probe, build) = (NameOf(waiting), NameOf(first));
        if (probe == build || Reaches(build, probe)) return false;
        if (!_waitsFor.TryGetValue(probe, out var known)) _waitsFor.Add(probe, known = []);
        known.Add(build);
        return true;
    }

    private bool Reaches(ColumnId from, ColumnId to) => _waitsFor.TryGetValue(from, out var next) && next.Any(step => step == to || Reaches(step, to));

    private static ColumnId NameOf(RemoteNode remote) => remote.Output[0].Id;
}
