using System.Collections.Concurrent;
using FederationGateway.Plan;

namespace FederationGateway.Federation;

/// <summary>The texts of one plan's fragments, kept while the plan is: each is written once for as long as its source stays the same object.</summary>
public sealed class FragmentTexts
{
    private readonly ConcurrentDictionary<RemoteNode, (LiveSource Source, FragmentText Text)> _texts = new(ReferenceEqualityComparer.Instance);

    /// <summary>The fragment's text for this source. Only for nodes of the plan itself: one that keys or values were put into is another each time.</summary>
    public FragmentText Get(RemoteNode node, LiveSource live)
    {
        if (_texts.TryGetValue(node, out var known) && ReferenceEquals(known.Source, live)) return known.Text;
        var text = FragmentWriter.WriteText(node, node.Fragment, live);
        _texts[node] = (live, text);
        return text;
    }
}
