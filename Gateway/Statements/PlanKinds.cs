using FederationGateway.Common;
using FederationGateway.Plan;

namespace FederationGateway.Gateway.Statements;

/// <summary>What a plan reads, in a word.</summary>
internal static class PlanKinds
{
    /// <summary>
    /// True for a query that reads tables, or makes rows of its own; false for one that looks into the dictionary or computes a row of constants, which
    /// clients and their pools ask for between statements.
    /// </summary>
    public static bool ReadsRows(QueryStatement query)
    {
        bool Reads()
        {
            var (makesRows, readsDictionary) = (false, false);
            foreach (var node in query.Plan.SelfAndDescendantsDeep())
            {
                if (node is ScanNode { Table.Source: not TableHandle.SystemSource } or RemoteNode) return true;
                readsDictionary |= node is ScanNode;
                makesRows |= node is TableFunctionNode || node is WithNode with && with.Tables.Any(table => table.IsRecursive);
            }

            return makesRows && !readsDictionary;
        }

        return query.IsDeep ? LargeStack.Run(Reads) : Reads();
    }

    /// <summary>What M_STATEMENTS shows: where the plan's rows come from and whether the engine works on them.</summary>
    public static string Of(PlanNode plan)
    {
        if (plan is RemoteNode { Source: not (TableHandle.LocalSource or TableHandle.SystemSource) }) return "REMOTE";
        HashSet<string> sources = [.. plan.SelfAndDescendantsWithUploads().OfType<RemoteNode>().Select(remote => remote.Source)];
        if (sources.Any(source => source is not (TableHandle.LocalSource or TableHandle.SystemSource))) return "REMAINDER";
        return sources.Contains(TableHandle.SystemSource) ? "DICTIONARY" : "LOCAL";
    }
}
